import { type Call, type FakeServer, type Reply, startFakeServer } from '../fake-server.fixture.ts';
import type { Registry } from './ask-things-stack.ts';

export const APPLICATION = 'harbour-sensors';
export const API_KEY = 'NNSXS.KEY';

type Fields = Record<string, unknown>;

export interface FakeThingsStack extends FakeServer {
  /** Of the application, by device id. */
  registries: Record<Registry, Map<string, Fields>>;
  rights: string[];
  frequencyPlans: string[];
  /** Of each device, what was pushed. */
  queues: Map<string, Fields[]>;
  /** DevEUIs registered in other applications. */
  foreign: Set<string>;
}

class Refusal extends Error {
  readonly status: number;
  readonly body: object;
  constructor(status: number, code: number, namespace: string, name: string, format: string) {
    super(name);
    this.status = status;
    const message = `error:${namespace}:${name} (${format})`;
    const detail = {
      '@type': 'type.googleapis.com/ttn.lorawan.v3.ErrorDetails',
      namespace,
      name,
      message_format: format,
      code,
    };
    this.body = { code, message, details: [detail] };
  }
}

const notFound = (id: string) =>
  new Refusal(404, 5, 'pkg/identityserver/store', 'end_device_not_found', `end device \`${id}\` not found`);

/** What each registry keeps of a device; other paths in a mask are refused (pkg/ttnpb). */
const PATHS: Record<Registry, RegExp> = {
  is: /^(ids\.|name$|description$|attributes|network_server_address$|application_server_address$|join_server_address$)/,
  js: /^(ids\.|root_keys|network_server_address$|application_server_address$|net_id$)/,
  ns: /^(ids\.|frequency_plan_id$|lorawan_version$|lorawan_phy_version$|supports_join$|mac_settings)/,
  as: /^(ids\.|formatters|session|skip_payload_crypto)/,
};

/** The Things Stack v3's HTTP API as far as registering and sending go: four registries, field masks, its form of errors. */
export async function startFakeThingsStack(): Promise<FakeThingsStack> {
  const fake = {} as FakeThingsStack;
  const server = await startFakeServer((call) => answer(call, fake));
  return Object.assign(fake, server, {
    registries: { is: new Map(), js: new Map(), ns: new Map(), as: new Map() },
    rights: ['RIGHT_APPLICATION_ALL'],
    frequencyPlans: ['EU_863_870_TTN', 'EU_863_870'],
    queues: new Map(),
    foreign: new Set<string>(),
  });
}

function answer(call: Call, fake: FakeThingsStack): Reply {
  const json = { 'content-type': 'application/json' };
  try {
    return { status: 200, headers: json, body: JSON.stringify(route(call, fake)) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { status: error.status, headers: json, body: JSON.stringify(error.body) };
  }
}

function route(call: Call, fake: FakeThingsStack): object {
  const url = new URL(call.path, fake.address);
  if (call.headers.authorization !== `Bearer ${API_KEY}`)
    throw new Refusal(401, 16, 'pkg/auth', 'token_not_found', 'token not found');
  if (url.pathname === '/api/v3/configuration/frequency-plans')
    return { frequency_plans: fake.frequencyPlans.map((id) => ({ id, name: id })) };
  const push = /^\/api\/v3\/as\/applications\/([a-z0-9-]+)\/devices\/([a-z0-9-]+)\/down\/push$/.exec(
    url.pathname,
  );
  if (push?.[1] === APPLICATION && call.method === 'POST') return pushed(push[2] as string, call, fake);
  const match =
    /^\/api\/v3\/(?:(js|ns|as)\/)?applications\/([a-z0-9-]+)\/(rights|devices)(?:\/([a-z0-9-]+))?$/.exec(
      url.pathname,
    );
  if (!match) throw new Refusal(404, 5, 'pkg/web', 'route_not_found', 'route not found');
  const [, prefix, application, what, id] = match;
  if (application !== APPLICATION)
    throw new Refusal(
      403,
      7,
      'pkg/auth/rights',
      'no_application_rights',
      `no rights for application \`${application}\``,
    );
  if (what === 'rights') return { rights: fake.rights };
  return device(call, url, (prefix as Registry | undefined) ?? 'is', id, fake);
}

function pushed(id: string, call: Call, fake: FakeThingsStack): object {
  if (!fake.registries.as.has(id)) throw notFound(id);
  const { downlinks } = JSON.parse(call.body.toString('utf8')) as { downlinks: Fields[] };
  if (downlinks.some(({ f_port: port }) => port === 0))
    throw new Refusal(400, 3, 'pkg/errors', 'invalid_f_port', 'invalid FPort');
  fake.queues.set(id, [...(fake.queues.get(id) ?? []), ...downlinks]);
  return {};
}

function device(
  call: Call,
  url: URL,
  registry: Registry,
  id: string | undefined,
  fake: FakeThingsStack,
): object {
  const store = fake.registries[registry];
  const body = call.body.length > 0 ? JSON.parse(call.body.toString('utf8')) : {};
  if (call.method === 'POST' && registry === 'is' && id === undefined) return create(body, fake);
  if (id === undefined) throw new Refusal(405, 12, 'pkg/web', 'method', 'method not allowed');
  if (call.method === 'GET') {
    const stored = store.get(id);
    if (!stored) throw notFound(id);
    return pick(stored, (url.searchParams.get('field_mask') ?? '').split(',').filter(Boolean));
  }
  if (call.method === 'DELETE') {
    if (!store.delete(id)) throw notFound(id);
    return {};
  }
  if (call.method === 'PUT') return put(registry, id, body, fake);
  throw new Refusal(405, 12, 'pkg/web', 'method', 'method not allowed');
}

interface Body {
  end_device: Fields & { ids: { device_id: string; dev_eui: string; join_eui: string } };
  field_mask: { paths: string[] };
}

function create({ end_device: wanted }: Body, fake: FakeThingsStack): object {
  const { device_id: id, dev_eui: devEui, join_eui: joinEui } = wanted.ids;
  if (fake.registries.is.has(id))
    throw new Refusal(409, 6, 'pkg/identityserver/store', 'id_taken', `ID \`${id}\` already taken`);
  if (fake.foreign.has(devEui)) {
    const words = `an end device with JoinEUI \`${joinEui}\` and DevEUI \`${devEui}\` is already registered as \`x\` in application \`other\``;
    throw new Refusal(409, 6, 'pkg/identityserver', 'end_device_euis_taken', words);
  }
  fake.registries.is.set(id, wanted);
  return wanted;
}

function put(
  registry: Registry,
  id: string,
  { end_device: wanted, field_mask: mask }: Body,
  fake: FakeThingsStack,
): object {
  const bad = mask.paths.filter((path) => !PATHS[registry].test(path));
  if (bad.length > 0)
    throw new Refusal(
      400,
      3,
      'pkg/ttnpb',
      'forbidden_field_mask_paths',
      `forbidden path(s) in field mask: ${bad}`,
    );
  const plan = wanted.frequency_plan_id as string | undefined;
  if (plan !== undefined && !fake.frequencyPlans.includes(plan))
    throw new Refusal(
      404,
      5,
      'pkg/frequencyplans',
      'frequency_plan_not_found',
      `frequency plan \`${plan}\` not found`,
    );
  const stored = { ...fake.registries[registry].get(id) };
  for (const path of mask.paths) copy(path.split('.'), wanted, stored);
  fake.registries[registry].set(id, stored);
  return stored;
}

function copy([name = '', ...rest]: string[], from: Fields, to: Fields): void {
  if (rest.length === 0) {
    to[name] = from[name];
    return;
  }
  to[name] = { ...(to[name] as Fields | undefined) };
  copy(rest, (from[name] ?? {}) as Fields, to[name] as Fields);
}

/** Identifiers always; of the rest what the mask names. */
function pick(stored: Fields, paths: string[]): Fields {
  const picked: Fields = { ids: stored.ids };
  for (const path of paths) copy(path.split('.'), stored, picked);
  return picked;
}
