import {
  CAUSE_NAMES,
  CAUSES,
  type Cause,
  type Evidence,
  type Finding,
  type Place,
  type Remedy,
} from './contract.ts';
import type { DeliveryFact, Frame, LastFailure } from './facts-contract.ts';

/** How findings are made, proved and ordered. */

/** So many rows prove a finding; more would be read by nobody. */
const SHOWN = 3;

interface Told {
  details?: Finding['details'];
  evidence?: Evidence[];
  place: Place;
  id?: string | null;
  remedy?: Remedy | null;
  harms?: boolean;
}

export function finding(cause: Cause, told: Told): Finding {
  const { details = {}, evidence = [], place, id = null, remedy = null, harms = false } = told;
  const fix = { place, id, remedy };
  const { step } = CAUSES[cause];
  return { cause, step, severity: harms ? 'harms' : 'stops', details, evidence, fix };
}

/** What stops data before what harms it; of both the earlier cause first. */
export function inOrder(findings: readonly Finding[]): Finding[] {
  const rank = ({ cause, severity }: Finding) =>
    CAUSE_NAMES.indexOf(cause) + (severity === 'harms' ? CAUSE_NAMES.length : 0);
  return [...findings].sort((a, b) => rank(a) - rank(b));
}

export const messages = (frames: readonly Frame[], shown = SHOWN): Evidence[] =>
  frames.slice(0, shown).map(({ id, at, kind, fCntUp, ...frame }) => ({
    kind: 'message',
    id,
    at: at.toISOString(),
    what: frame.accepted ? 'lora.join-accept' : kind,
    fCntUp,
    text: wordsOf(frame),
  }));

/** The network server's own words, or what tells one join from the next. */
function wordsOf({
  code,
  text,
  joinEui,
  devAddr,
  accepted,
}: Omit<Frame, 'id' | 'at' | 'kind' | 'fCntUp'>): string | null {
  if (accepted) return devAddr && `DevAddr ${devAddr}`;
  return joinEui ? `JoinEUI ${joinEui}` : [code, text].filter(Boolean).join(': ') || null;
}

export const failed = (failures: readonly LastFailure[]): Evidence[] =>
  failures.slice(0, SHOWN).map(({ messageId, at, text, line, logs }) => ({
    kind: 'failure',
    id: messageId,
    at: at.toISOString(),
    text,
    line,
    logs,
  }));

export const delivered = (deliveries: readonly DeliveryFact[]): Evidence[] =>
  deliveries.slice(0, SHOWN).map(({ id, messageId, at, receivedAt, status, error, text }) => ({
    kind: 'delivery',
    id,
    messageId,
    at: (at ?? receivedAt).toISOString(),
    status,
    text: text ?? error,
  }));

export const state = (text: string, at: Date | null = null): Evidence => ({
  kind: 'state',
  text,
  at: at?.toISOString() ?? null,
});
