import { type Actor, authorize } from '#server/access/actor.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { builtInDecoders } from './built-in/registry.ts';
import type { DecoderExample } from './contract.ts';
import { selectBuiltInKey } from './repository.ts';
import type { BuiltInFacts, ShownExample } from './script-contract.ts';
import { selectKeysBeside } from './type-examples.sql.ts';

/** What stands beside a built-in decoder's code and is tested with it. */
export async function readExamples(actor: Actor, { id }: { id: string }): Promise<BuiltInFacts> {
  const scope = authorize(actor, 'decoders.read');
  const key = await tenantTransaction(scope, (tx) => selectBuiltInKey(tx, scope, id));
  const decoder = builtInDecoders.find((one) => one.key === key);
  return {
    source: decoder?.source ?? null,
    fixes: decoder?.fixes ?? [],
    examples: (decoder?.examples ?? []).map(shown),
  };
}

function shown({ description, input: { event }, expected, refusal }: DecoderExample): ShownExample {
  const frame =
    event.kind === 'uplink' && event.fPort !== null
      ? { fPort: event.fPort, frmPayload: event.frmPayload }
      : null;
  return { description, event, frame, expected, refusal: refusal ?? null };
}

/** A payload whose meaning is published: of a built-in decoder that a script's device types offer beside it. */
export interface TypeExample {
  decoder: string;
  description: string;
  fPort: number;
  frmPayload: string;
}

/** What a script can be tried on before any device has sent. */
export async function readTypeExamples(actor: Actor, { id }: { id: string }): Promise<TypeExample[]> {
  const scope = authorize(actor, 'decoders.read');
  const keys = await tenantTransaction(scope, (tx) => selectKeysBeside(tx, scope, id));
  return builtInDecoders
    .filter(({ key }) => keys.includes(key))
    .flatMap(({ name, examples }) =>
      examples.flatMap(({ description, input: { event } }) =>
        event.kind === 'uplink' && event.fPort && event.frmPayload
          ? [{ decoder: name, description, fPort: event.fPort, frmPayload: event.frmPayload }]
          : [],
      ),
    );
}
