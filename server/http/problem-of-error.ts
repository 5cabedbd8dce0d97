import { DomainError, type ErrorKind } from '#server/platform/errors.ts';
import { log } from '#server/platform/log.ts';
import { type PlainAnswer, problem } from './problem.ts';

/** Status and title of each kind of refusal, of the API and of the portal's own reads. */
const KINDS: Record<ErrorKind, { status: number; title: string }> = {
  invalid: { status: 400, title: 'Bad Request' },
  unauthenticated: { status: 401, title: 'Unauthorized' },
  forbidden: { status: 403, title: 'Forbidden' },
  'not-found': { status: 404, title: 'Not Found' },
  conflict: { status: 409, title: 'Conflict' },
  precondition: { status: 412, title: 'Precondition Failed' },
  limit: { status: 409, title: 'Limit Reached' },
  'too-large': { status: 413, title: 'Content Too Large' },
  unsupported: { status: 415, title: 'Unsupported Media Type' },
  rate: { status: 429, title: 'Too Many Requests' },
  unavailable: { status: 503, title: 'Service Unavailable' },
};

/** Codes whose words programs written for the original look for, or that need more than their kind says. */
const DETAILS: Record<string, string> = {
  'access.no-token': 'The request has no valid access token. Ask the token endpoint for a new one.',
  'access.forbidden': 'The access token has no permission for this operation.',
  'access.not-a-reseller': 'The account is not authorized as a reseller for the specified customer.',
  'access.bad-context':
    'KPN-Things-Security-Context must stand once and read clientId=<uuid>, or be a bare UUID.',
  'devices.identifier-taken': 'The network identifier already exists for this network type',
  'devices.identifier-fixed':
    'devEui, imei and dvnUuid of a network adapter never change. Delete it, and add another one.',
  'devices.already-linked': 'The device has an adapter on this network already.',
  'devices.wrong-network': 'Devices of this type are not on this network.',
  'devices.keys-are-generated': 'The platform makes the keys of devices of this type itself.',
  'devices.secret-stored':
    'The device has its shared secret already, and signs with it on each of its networks.',
  'downlinks.queue-full': 'Five downlinks wait for this device already. Wait for one to end, or cancel one.',
  'downlinks.reference-taken': 'The customer has a downlink with this externalReference already.',
  'downlinks.not-cancellable': 'The downlink status does not permit cancellation.',
  'downlinks.wrong-method': 'The device does not take a downlink of this kind.',
  'downlinks.payload-too-long-now':
    'The payload is too long for the data rate that the device was last heard with.',
  'downlinks.cannot-send.deactivated': 'The device is deactivated.',
  'downlinks.cannot-send.no-flow': 'The device is in no device group.',
  'downlinks.cannot-send.no-network': 'The device has no network adapter.',
  'downlinks.cannot-send.not-on-network': 'The device is registered at no LoRa network server.',
  'downlinks.cannot-send.connection-not-set-up':
    'The API of the LoRa network server of the device is not set up.',
  'downlinks.cannot-send.network-cannot-send':
    'Nothing can be sent through LoRa network servers of this kind yet.',
  'downlinks.cannot-send.no-secret': 'The device has no shared secret yet, so it cannot fetch anything.',
  'flows.other-project': 'A device and a device group must be in the same project.',
  'sims.iccid-taken': 'The SIM is in use.',
  'sims.linked-elsewhere': 'The SIM is in another device.',
  'sims.retired': 'The SIM is retired: nothing takes it back into use.',
  'devices.type-managed': 'Devices of this type belong to the operator of the platform.',
  'decoders.function-not-of-contract': 'The contract has no such function.',
  'projects.type-not-allowed': 'The subscription of the project does not allow devices of this type.',
  'projects.limits-fixed': 'The limits of the project are those of its subscription.',
  'projects.weeks-out-of-range':
    'Measurements are kept at least as long as messages, and no longer than the installation keeps any.',
  'projects.network-not-allowed': 'The subscription of the project does not allow devices on this network.',
  'twins.desired-changed': 'Somebody else wished for something else by this name meanwhile.',
  'twins.desired-withdrawn': 'Somebody else withdrew this wish meanwhile.',
  'twins.desired.not-found': 'Nothing is wished of the device by this name.',
  'twins.changed': 'This part of the twin was changed since; the ETag of this answer is of what is there.',
  'input.bad-cursor': 'The cursor does not belong to this list in this order.',
  'input.invalid': 'The request is missing required information or holds values that are not valid.',
  'tables.no-identifier': 'The value of a filter is no identifier of the kind that it is compared with.',
  'tables.too-many-to-sort': 'More rows match than can be put in this order. Narrow the list first.',
  'exports.too-many-rows':
    'More rows match than fit a workbook (1,048,575). Narrow the list, or take the CSV, which has no limit.',
  'exports.too-many': 'Ten exports an hour are allowed. Wait as long as Retry-After says.',
  'http.not-json': 'The body must be JSON (Content-Type: application/json, UTF-8, no Content-Encoding).',
  'http.bad-json': 'The body is not JSON.',
  'http.no-such-path': 'There is no such resource.',
  'http.body-too-large': 'The body is larger than 1 MiB.',
};

export function problemOfError(
  error: unknown,
  context: {
    instance: string;
    requestId: string;
    headers?: Record<string, string>;
    /** Our own pages have words for it, which the details fill. */
    withDetails?: boolean;
  },
): PlainAnswer {
  const known = error instanceof DomainError ? error : null;
  if (!known) log.error({ err: error, requestId: context.requestId }, 'request failed');
  const { status, title } = known ? KINDS[known.kind] : { status: 500, title: 'Internal Server Error' };
  return problem({
    status,
    code: known?.code ?? 'internal',
    title,
    detail: known ? detailOf(known) : 'Something failed on our side; the request id finds it in our logs.',
    instance: context.instance,
    requestId: context.requestId,
    errors: known?.fields,
    details: context.withDetails ? known?.details : undefined,
    headers: { ...context.headers, ...retryHeaders(known), ...challenge(known), ...presentVersion(known) },
  });
}

const LIMITED: Record<string, string> = {
  loraDevices: 'LoRa devices',
  cellularDevices: 'M2M devices',
  genericDevices: 'Internet devices',
};

function detailOf(error: DomainError): string | undefined {
  if (error.code === 'projects.limit-reached') {
    const { what, limit } = error.details;
    return `The maximum amount of ${LIMITED[String(what)] ?? what} for this project has been reached (${limit}). Remove some, or take a larger subscription.`;
  }
  return DETAILS[error.code];
}

function retryHeaders(error: DomainError | null): Record<string, string> {
  const seconds = error?.details.retryAfterSeconds;
  return seconds === undefined ? {} : { 'retry-after': String(seconds) };
}

/** What a change has to be based on instead. */
function presentVersion(error: DomainError | null): Record<string, string> {
  return error?.kind === 'precondition' ? { etag: `"${error.details.etag}"` } : {};
}

/** RFC 6750 §3; who is signed out of the portal has no use for a token. */
function challenge(error: DomainError | null): Record<string, string> {
  return error?.code === 'access.no-token'
    ? { 'www-authenticate': 'Bearer realm="api", error="invalid_token"' }
    : {};
}
