/** Deployment over REST: begun by a multipart request, followed and cancelled by its id. */
import { z } from 'zod';
import { notFound, OrgError } from '../../errors.ts';
import type { Engine } from '../../state/engine.ts';
import { parsedBody } from '../answers.ts';
import { multipartParts } from '../multipart.ts';
import type { Part } from '../multipart.ts';
import type { ApiRequest, ApiResponse, Route } from '../route.ts';
import { DeployOptions, mayUseMetadataApi, requestedOptions } from './requests.ts';

/** Names under which clients send the JSON part. */
const JSON_PARTS = ['json', 'entity_content'];

const Request = z.object({ deployOptions: DeployOptions.optional() });
const Quick = z.object({ validatedDeployRequestId: z.string() });
const Cancel = z.object({ deployResult: z.object({ status: z.literal('Canceling') }) });

export const routes: Route[] = [
  { method: 'POST', pattern: '/metadata/deployRequest', handle: deploy },
  { method: 'GET', pattern: '/metadata/deployRequest/:id', handle: status },
  { method: 'PATCH', pattern: '/metadata/deployRequest/:id', handle: cancel },
];

function deploy(org: Engine, request: ApiRequest): Promise<ApiResponse> {
  const { user } = request.session;
  mayUseMetadataApi(user);
  const parts = multipartParts(request);
  if (!parts) return Promise.resolve(deployValidated(org, request));
  const file = parts.find(({ name }) => name === 'file');
  if (!file)
    throw new OrgError(400, 'INVALID_MULTIPART_REQUEST', 'The request has no part "file" with the zip');
  const { deployOptions = DeployOptions.parse({}) } = parsedBody(Request, jsonPart(parts));
  const options = requestedOptions(deployOptions);
  const id = org.deployments.deploy(file.content, options, user);
  return Promise.resolve(begun(id, deployOptions));
}

function jsonPart(parts: readonly Part[]): unknown {
  const part = parts.find(({ name }) => JSON_PARTS.includes(name));
  if (!part) return {};
  try {
    return JSON.parse(Buffer.from(part.content).toString('utf8'));
  } catch {
    throw new OrgError(400, 'JSON_PARSER_ERROR', 'The JSON part of the request cannot be read');
  }
}

function deployValidated(org: Engine, request: ApiRequest): ApiResponse {
  const { validatedDeployRequestId } = parsedBody(Quick, request.body);
  const id = org.deployments.deployValidated(validatedDeployRequestId, request.session.user);
  if (id === undefined)
    throw new OrgError(
      400,
      'INVALID_ID_FIELD',
      `No recent validation with the id ${validatedDeployRequestId}`,
    );
  return { status: 201, body: { id, validatedDeployRequestId } };
}

function begun(id: string, deployOptions: unknown): ApiResponse {
  const deployResult = { id, done: false, status: 'Pending', success: false };
  return { status: 201, body: { id, validatedDeployRequestId: null, deployOptions, deployResult } };
}

async function status(org: Engine, { params, query, session }: ApiRequest): Promise<ApiResponse> {
  mayUseMetadataApi(session.user);
  const { id = '' } = params;
  const deployResult = await org.deployments.status(id, query.get('includeDetails') === 'true');
  if (!deployResult) throw notFound();
  return { status: 200, body: { id, validatedDeployRequestId: null, deployResult } };
}

function cancel(org: Engine, request: ApiRequest): Promise<ApiResponse> {
  mayUseMetadataApi(request.session.user);
  parsedBody(Cancel, request.body);
  const { id = '' } = request.params;
  const canceling = org.deployments.cancel(id);
  if (!canceling) throw notFound();
  if (canceling.done) throw new OrgError(400, 'INVALID_OPERATION', 'The deployment is already completed');
  const deployResult = { id, done: false, status: 'Canceling', success: false };
  return Promise.resolve({ status: 202, body: { id, deployResult } });
}
