import type { OutgoingHttp } from '#server/platform/outgoing-contract.ts';
import type { NetworkConfig, NetworkFailure } from '../contract.ts';
import { connectionFault, deviceFault, passing } from '../failures.ts';
import type { MethodName } from './api-messages.ts';
import { type Answer, call, STATUS } from './grpc-web.ts';
import type { ChirpstackSecrets, ChirpstackSettings } from './settings-contract.ts';

export type Config = NetworkConfig<ChirpstackSettings, ChirpstackSecrets>;

export function ask(
  method: MethodName,
  request: object,
  { settings, secrets, connectionId }: Config,
  http: OutgoingHttp,
): Promise<Answer> {
  const { address } = settings;
  return call(method, request, { address, apiKey: secrets.apiKey, lane: connectionId }, http);
}

/** Not there, or not of the key's tenant. */
export function isAbsent(answer: Answer): boolean {
  if (answer.kind !== 'status') return false;
  return (
    answer.status === STATUS.notFound || (answer.status === STATUS.unauthenticated && answer.text === '')
  );
}

/** Versions differ in whether a key that is there twice is ALREADY_EXISTS or the database's own complaint. */
export function isTaken(answer: Answer): answer is Answer & { kind: 'status' } {
  if (answer.kind !== 'status') return false;
  return answer.status === STATUS.alreadyExists || /duplicate key|UNIQUE constraint/i.test(answer.text);
}

export function faultOf(answer: Exclude<Answer, { kind: 'answer' }>): NetworkFailure {
  if (answer.kind === 'failure') return answer.failure;
  const { status, text } = answer;
  switch (status) {
    case STATUS.unauthenticated:
      return connectionFault(text === '' ? 'forbidden' : 'key-refused', text);
    case STATUS.permissionDenied:
      return connectionFault('forbidden', text);
    case STATUS.notFound:
      return connectionFault('profile-unknown', text);
    case STATUS.invalidArgument:
    case STATUS.alreadyExists:
      return deviceFault('refused', text);
    case STATUS.internal:
      // The profile is a foreign key: an unknown one comes back as the database's complaint.
      return /foreign key/i.test(text)
        ? connectionFault('profile-unknown', text)
        : passing(text || 'INTERNAL');
    default:
      return passing(text || `gRPC status ${status}`);
  }
}
