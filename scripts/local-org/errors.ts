/** An error in the shape of the platform: `[{message, errorCode, fields?}]` with an HTTP status. */
export class OrgError extends Error {
  override readonly name = 'OrgError';
  readonly status: number;
  readonly errorCode: string;
  readonly fields: string[] | undefined;

  constructor(status: number, errorCode: string, message: string, fields?: string[]) {
    super(message);
    this.status = status;
    this.errorCode = errorCode;
    this.fields = fields;
  }

  /** The answer's body. `fields` appears only where the platform sends it. */
  body(): { message: string; errorCode: string; fields?: string[] }[] {
    const { message, errorCode, fields } = this;
    return [fields ? { message, errorCode, fields } : { message, errorCode }];
  }
}

/** 404 of a path, record or object that is not there or not visible; the wording is matched by clients. */
export function notFound(message = 'The requested resource does not exist'): OrgError {
  return new OrgError(404, 'NOT_FOUND', message);
}

/** 501 of what the platform has and this stand-in has not; each use is listed in the README. */
export function notImplemented(what: string): OrgError {
  return new OrgError(501, 'NOT_IMPLEMENTED', `The local org does not implement ${what}`);
}
