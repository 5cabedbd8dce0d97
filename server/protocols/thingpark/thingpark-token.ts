import { createHash } from 'node:crypto';
import type { Fields } from '#server/protocols/provider-envelope/fields.ts';
import { isJoinRequest, type ThingparkReport } from './thingpark-root.ts';

/** The query parameters of a push in the order in which ThingPark writes and hashes them, without Token. */
const QUERY_ORDER = ['LrnDevEui', 'LrnFPort', 'LrnInfos', 'AS_ID', 'Time'];

/** Lower-case hex SHA-256 of body elements, query as it reads before encoding, and the LRC-AS key in lower case. */
export function thingparkToken(bodyElements: string, query: string, key: string): string {
  return createHash('sha256').update(`${bodyElements}${query}${key.toLowerCase()}`, 'utf8').digest('hex');
}

/**
 * The body elements that the token covers, as strings in their order. More than one where ThingPark's
 * versions differ: for locations and notifications in the case of the DevEUI; for join requests (no
 * published vector) in whether the absent FPort counts as 0.
 */
export function bodyElements({ root, fields }: ThingparkReport): string[] {
  const customer = element(fields, 'CustomerID');
  const devEui = element(fields, 'DevEUI');
  const fPort = element(fields, 'FPort') || '0';
  switch (root) {
    case 'DevEUI_uplink': {
      const frame = `${element(fields, 'FCntUp')}${element(fields, 'payload_hex')}`;
      const elements = [`${customer}${devEui}${fPort}${frame}`];
      return isJoinRequest(fields) ? [...elements, `${customer}${devEui}`] : elements;
    }
    case 'DevEUI_downlink_Sent':
    case 'DevEUI_downlink_Rejected':
      return [`${customer}${devEui}${fPort}${element(fields, 'FCntDn')}`];
    case 'DevEUI_location':
    case 'DevEUI_notification':
      return [...new Set([`${customer}${devEui.toLowerCase()}`, `${customer}${devEui}`])];
  }
}

const element = (fields: Fields, name: string) => fields.scalar(name) ?? '';

/** `a=b&c=d` split without turning `+` into a space: ThingPark's Time has one, encoded or not. Null on a bad escape. */
export function queryParameters(query: string): Map<string, string> | null {
  try {
    const pairs = query.split('&').filter(Boolean);
    return new Map(
      pairs.map((pair) => {
        const [name = '', ...value] = pair.split('=');
        return [decodeURIComponent(name), decodeURIComponent(value.join('='))];
      }),
    );
  } catch {
    return null;
  }
}

/**
 * The query texts that the token may cover: all that stands before `&Token=`, and ThingPark's own
 * parameters alone, for an address that was registered with a query of its own.
 */
export function signedQueries(query: string, parameters: Map<string, string>): string[] {
  const before = query.split('&').filter((pair) => !/^Token=/i.test(pair));
  const asSent = decodeURIComponent(before.join('&'));
  const inOrder = QUERY_ORDER.filter((name) => parameters.has(name)).map(
    (name) => `${name}=${parameters.get(name)}`,
  );
  return [...new Set([asSent, inOrder.join('&')])];
}
