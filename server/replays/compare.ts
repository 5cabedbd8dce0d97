import { fromShape } from '#server/measurements/shape.ts';
import type { DecodedPack } from '#server/pipeline/decode/uplink.ts';
import type { MessageVerdict, ReplayOptions, ReplayStep } from './contract.ts';
import type { DecodedAgain } from './decode-again.ts';
import type { StoredMessage, StoredStep } from './messages.sql.ts';
import { diffRecords, isSuperseded, judgeMessage, judgeStep } from './rules.ts';

/** A step of a message as it is shown, with what is needed to make it so. */
export interface ComparedStep extends ReplayStep {
  stored: StoredStep | null;
  pack: DecodedPack | null;
  versionId: string | null;
}

export interface ComparedMessage {
  message: StoredMessage;
  /** Why nothing can be done with it. */
  refusal: 'waiting' | 'no-decoder' | null;
  verdict: MessageVerdict;
  steps: ComparedStep[];
  /** Deliveries of the chosen destinations; `step` is the index of the one whose records they carry. */
  deliveries: { destinationId: string; flowId: string; step: number }[];
}

const NOT_RUN = { version: null, records: null, failure: null, logs: [] };

/** What is stored of the messages against what came of them now. */
export function compare(
  { message, runs }: DecodedAgain,
  options: Pick<ReplayOptions, 'decoderId' | 'destinationIds'>,
): ComparedMessage {
  const steps = runs.map(({ outcome }): ComparedStep => {
    const stored = message.steps.find(({ decoderId }) => decoderId === outcome.decoderId) ?? null;
    const before = storedRecords(stored);
    const { pack, fault, logs, decoderId, versionId } = outcome;
    const after = { version: null, records: pack?.measurements ?? null, failure: fault, logs };
    return {
      decoder: { id: decoderId, name: '' },
      before,
      after,
      verdict: judgeStep(before, after),
      changes: fault ? [] : diffRecords(before.records ?? [], after.records ?? []),
      stored,
      pack,
      versionId,
    };
  });
  if (options.decoderId === undefined && isSuperseded(steps)) {
    const ran = new Set(steps.map(({ decoder }) => decoder.id));
    for (const stored of message.steps)
      if (stored.packId !== null && !ran.has(stored.decoderId)) steps.push(superseded(stored));
  }
  const refusal = message.isQueued ? 'waiting' : runs.length === 0 ? 'no-decoder' : null;
  const deliveries = deliveriesOf(runs, steps, options);
  return { message, refusal, verdict: judgeMessage(steps), steps, deliveries };
}

function storedRecords(stored: StoredStep | null): ReplayStep['before'] {
  if (!stored) return { version: null, records: null, failure: null };
  const { version, shape, row, failure } = stored;
  return { version, records: shape && row ? fromShape(shape, row) : null, failure };
}

function superseded(stored: StoredStep): ComparedStep {
  const before = storedRecords(stored);
  const verdict = judgeStep(before, NOT_RUN);
  const changes = diffRecords(before.records ?? [], []);
  const decoder = { id: stored.decoderId, name: '' };
  return { decoder, before, after: NOT_RUN, verdict, changes, stored, pack: null, versionId: null };
}

function deliveriesOf(
  runs: DecodedAgain['runs'],
  steps: ComparedStep[],
  { destinationIds }: Pick<ReplayOptions, 'destinationIds'>,
): ComparedMessage['deliveries'] {
  const chosen = new Set(destinationIds);
  return runs.flatMap(({ planned }, step) =>
    steps[step]?.pack
      ? planned.routes
          .filter(({ destinationId }) => chosen.has(destinationId))
          .map(({ destinationId, flowId }) => ({ destinationId, flowId, step }))
      : [],
  );
}
