/** The Metadata API over SOAP: deploy, retrieve, list and describe. */
import { z } from 'zod';
import { children, textOf } from '../../deploy/check/xml.ts';
import type { Element } from '../../deploy/check/xml.ts';
import { isDeployable } from '../../deploy/kinds.ts';
import { manifestOf } from '../../deploy/package-xml.ts';
import { describeKinds } from '../../deploy/retrieve.ts';
import { notImplemented, OrgError } from '../../errors.ts';
import type { Engine, UserContext } from '../../state/engine.ts';
import { mayUseApi } from '../api-access.ts';
import type { AbsoluteRoute, ApiResponse, PublicRequest } from '../route.ts';
import { readEnvelope, soapAnswer, soapFault } from './envelope.ts';
import type { SoapCall } from './envelope.ts';
import { DeployOptions, mayUseMetadataApi, requestedOptions } from './requests.ts';

type Operation = (org: Engine, argument: Element, user: UserContext) => Promise<unknown>;

export const absoluteRoutes: AbsoluteRoute[] = [
  { method: 'POST', pattern: '/services/Soap/m/:version', access: 'public', handle: answer },
];

async function answer(org: Engine, request: PublicRequest): Promise<ApiResponse> {
  try {
    const call = readEnvelope(Buffer.from(request.raw).toString('utf8'));
    const user = await caller(org, call);
    const operation = OPERATIONS.get(call.operation);
    if (!operation) throw notImplemented(`${call.operation} of the Metadata API`);
    mayUseMetadataApi(user);
    return soapAnswer(call.operation, await operation(org, call.argument, user));
  } catch (error) {
    if (error instanceof OrgError) return soapFault(error.errorCode, error.message);
    throw error;
  }
}

/** The session is named in the envelope alone. */
async function caller(org: Engine, { sessionId }: SoapCall): Promise<UserContext> {
  const session = await org.sessions.find(sessionId);
  if (!session)
    throw new OrgError(
      500,
      'INVALID_SESSION_ID',
      'Invalid Session ID found in SessionHeader: Illegal Session',
    );
  const user = await org.userContext(session.userId);
  mayUseApi(session, user);
  return user;
}

const OPERATIONS = new Map<string, Operation>(
  Object.entries<Operation>({
    deploy: (org, argument, user) => {
      const zip = new Uint8Array(Buffer.from(textOf(argument, 'ZipFile'), 'base64'));
      const [options] = children(argument, 'DeployOptions');
      return Promise.resolve(queued(org.deployments.deploy(zip, requestedOptions(optionsOf(options)), user)));
    },
    checkDeployStatus: async (org, argument) => {
      const details = textOf(argument, 'includeDetails') === 'true';
      return (await org.deployments.status(textOf(argument, 'asyncProcessId'), details)) ?? unknownId();
    },
    cancelDeploy: (org, argument) => {
      const id = textOf(argument, 'String') || textOf(argument, 'id') || textOf(argument, 'asyncProcessId');
      return Promise.resolve({ done: (org.deployments.cancel(id) ?? unknownId()).done, id });
    },
    deployRecentValidation: (org, argument, user) =>
      Promise.resolve(org.deployments.deployValidated(textOf(argument, 'validationId'), user) ?? unknownId()),
    retrieve: async (org, argument) => {
      const [request] = children(argument, 'retrieveRequest').concat(children(argument, 'request'));
      const [unpackaged] = children(request, 'unpackaged');
      if (!request || !unpackaged) throw notImplemented('the retrieval of packages');
      if (children(request, 'specificFiles').length > 0) throw notImplemented('specificFiles of a retrieval');
      const { members, version } = manifestOf(unpackaged);
      const singlePackage = textOf(request, 'singlePackage') === 'true';
      const wanted = { members, version: version || textOf(request, 'apiVersion'), singlePackage };
      return queued(await org.deployments.retrieve(wanted));
    },
    checkRetrieveStatus: (org, argument) => {
      const { zipFile, ...rest } =
        org.deployments.retrieved(textOf(argument, 'asyncProcessId')) ?? unknownId();
      const withZip = textOf(argument, 'includeZip') !== 'false';
      return Promise.resolve(withZip ? { ...rest, zipFile } : rest);
    },
    listMetadata: async (org, argument) => {
      const lists = children(argument, 'queries').map((query) => listed(org, textOf(query, 'type')));
      return (await Promise.all(lists)).flat();
    },
    describeMetadata: () => Promise.resolve(describeKinds()),
  }),
);

function listed(org: Engine, type: string): Promise<unknown[]> {
  if (!isDeployable(type))
    throw new OrgError(500, 'INVALID_TYPE', `Unknown type:${type}, or not supported by this org`);
  return org.deployments.list(type);
}

const queued = (id: string) => ({ done: false, id, state: 'Queued' });

function unknownId(): never {
  throw new OrgError(500, 'INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id');
}

/** Elements of text as the options they stand for. @throws OrgError for values that are none */
function optionsOf(element: Element | undefined): z.output<typeof DeployOptions> {
  const read = (element?.children ?? []).flatMap(({ name, text }): [string, unknown][] => {
    if (name === 'runTests') return [];
    if (text === '') return [];
    return [
      [
        name,
        name === 'testLevel'
          ? text
          : z.stringbool({ truthy: ['true', '1'], falsy: ['false', '0'] }).safeParse(text).data,
      ],
    ];
  });
  const runTests = children(element, 'runTests').map(({ text }) => text);
  const parsed = DeployOptions.safeParse({ ...Object.fromEntries(read), runTests });
  if (parsed.success) return parsed.data;
  throw new OrgError(500, 'UNKNOWN_EXCEPTION', `DeployOptions: ${z.prettifyError(parsed.error)}`);
}
