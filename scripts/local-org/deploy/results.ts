/** The messages of a deployment, in the shape in which the Metadata API gives them. */

/** What is wrong with a component; it fails the deployment. */
export interface Problem {
  /** Empty for the package itself. */
  type: string;
  fullName: string;
  fileName: string;
  problem: string;
  /** From 1, in the file of the package. */
  line?: number;
}

/** What happened to a component. */
export interface Outcome {
  type: string;
  fullName: string;
  fileName: string;
  state: 'created' | 'changed' | 'deleted' | 'unchanged';
  id?: string;
  /** Not a failure; shown beside the component. */
  warning?: string;
}

export interface DeployMessage {
  changed: boolean;
  columnNumber?: number;
  componentType: string;
  created: boolean;
  createdDate: string;
  deleted: boolean;
  fileName: string;
  fullName: string;
  id?: string;
  lineNumber?: number;
  problem?: string;
  problemType?: 'Error' | 'Warning';
  success: boolean;
}

export function failureMessage(
  { type, fullName, fileName, problem, line }: Problem,
  now: string,
): DeployMessage {
  return {
    changed: false,
    ...(line === undefined ? {} : { columnNumber: 1, lineNumber: line }),
    componentType: type,
    created: false,
    createdDate: now,
    deleted: false,
    fileName,
    fullName,
    problem,
    problemType: 'Error',
    success: false,
  };
}

export function successMessage(
  { type, fullName, fileName, state, id, warning }: Outcome,
  now: string,
): DeployMessage {
  return {
    changed: state === 'changed',
    componentType: type,
    created: state === 'created',
    createdDate: now,
    deleted: state === 'deleted',
    fileName,
    fullName,
    ...(id === undefined ? {} : { id }),
    ...(warning === undefined ? {} : { problem: warning, problemType: 'Warning' as const }),
    success: true,
  };
}
