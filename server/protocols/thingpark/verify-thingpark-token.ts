import { timingSafeEqual } from 'node:crypto';
import { malformed, type ParseResult, parsed } from '#server/protocols/parse-result.ts';
import { attempt } from '#server/protocols/provider-envelope/body-fault.ts';
import { readReport } from './thingpark-root.ts';
import { bodyElements, queryParameters, signedQueries, thingparkToken } from './thingpark-token.ts';

export interface ThingparkPush {
  /** The raw query string, with or without the leading `?`. */
  query: string;
  body: Uint8Array;
  /** LRC-AS key: 32 hex digits, or the UUID form of the developer portal. */
  key: string;
  /** The AS_ID that the connection expects; any when it is not given. */
  asId?: string | undefined;
}

/** What the query says, once the token has shown that ThingPark says it. */
export interface VerifiedPush {
  asId: string | null;
  /** `Time` of the query as sent: when the LRC signed it. */
  signedAt: string | null;
}

/**
 * Error codes: `thingpark.key-missing`, `thingpark.query-malformed`, `thingpark.token-missing`,
 * `thingpark.as-id-wrong`, `thingpark.token-wrong`, and those of a body that is no ThingPark report.
 */
export function verifyThingparkToken(push: ThingparkPush): ParseResult<VerifiedPush> {
  if (push.key === '') return malformed('thingpark.key-missing', 'The connection has no LRC-AS key');
  const query = push.query.replace(/^\?/, '');
  const parameters = queryParameters(query);
  if (!parameters)
    return malformed('thingpark.query-malformed', 'The query string has a broken %-escape', 'query');
  const token = parameters.get('Token');
  if (!token)
    return malformed('thingpark.token-missing', 'The query parameter "Token" is missing', 'query.Token');
  const asId = parameters.get('AS_ID') ?? null;
  if (push.asId !== undefined && asId !== push.asId) {
    const message = asId === null ? 'AS_ID is missing' : 'AS_ID is not the one of this connection';
    return malformed('thingpark.as-id-wrong', message, 'query.AS_ID');
  }
  const report = attempt(() => {
    const read = readReport(push.body);
    return bodyElements(read);
  });
  if (!report.ok) return report;
  const candidates = report.value.flatMap((elements) =>
    signedQueries(query, parameters).map((signed) => thingparkToken(elements, signed, push.key)),
  );
  if (!isOneOf(token, candidates)) {
    const message = 'The token does not fit the message and the LRC-AS key of this connection';
    return malformed('thingpark.token-wrong', message, 'query.Token');
  }
  return parsed({ asId, signedAt: parameters.get('Time') ?? null });
}

/** Compares with every candidate in full, so that the time taken tells nothing. */
function isOneOf(token: string, candidates: string[]): boolean {
  const given = Buffer.from(token.toLowerCase(), 'utf8');
  let found = false;
  for (const candidate of candidates) {
    const expected = Buffer.from(candidate, 'utf8');
    if (given.length === expected.length && timingSafeEqual(given, expected)) found = true;
  }
  return found;
}
