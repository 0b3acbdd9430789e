import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { byHost } from './hosts.ts';

const NEW = 'https://countersign.new.example';
const hosts = { origin: NEW, next: null, former: 'https://countersign.old.example', finish: () => undefined };
const server = http.createServer(byHost(hosts, new Map(), 0));

const ask = async (path: string, method = 'GET'): Promise<http.IncomingMessage> => {
  const { port } = server.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    const headers = { host: 'countersign.old.example' };
    const request = http.request(
      { host: '127.0.0.1', port, path, method, headers, agent: false },
      (answer) => {
        answer.resume();
        resolve(answer);
      },
    );
    request.on('error', reject).end();
  });
};

beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
afterAll(() => new Promise((resolve) => server.close(resolve)));

describe('the address that contacts have moved from', () => {
  test.each([
    ['/enrol/abc?from=mail', `${NEW}/enrol/abc?from=mail`],
    ['//evil.example/sign-in', `${NEW}//evil.example/sign-in`],
    ['/\\evil.example', `${NEW}//evil.example`],
    ['//', `${NEW}//`],
    ['//[', `${NEW}//[`],
  ])('leads %s on to the new one and to no other', async (path, location) => {
    const { statusCode, headers } = await ask(path);
    expect([statusCode, headers.location]).toEqual([302, location]);
  });

  test.each([
    ['POST', '/enrol/abc'],
    ['GET', '/api/me'],
    ['GET', 'http://evil.example/'],
  ])('answers nothing else: %s %s', async (method, path) => {
    const { statusCode, headers } = await ask(path, method);
    expect([statusCode, headers.location]).toEqual([410, undefined]);
  });
});
