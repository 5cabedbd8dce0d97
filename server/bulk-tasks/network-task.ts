import type { NetworkWish } from '#server/lora-registrations/contract.ts';
import { type BulkKind, type BulkOptions, FINAL_KINDS } from './contract.ts';
import type { BulkTaskDefinition } from './definition.ts';
import { DEVICE_LISTS } from './device-lists.ts';
import { applyWishes, planWishes, undoWishes } from './wish-devices.ts';

/** A task that wishes the same for devices at their network servers, selected in the list of devices or of LoRa devices. */
export function networkTask(
  kind: BulkKind,
  wishOf: (options: BulkOptions) => NetworkWish,
  { options, needs }: { options: readonly (keyof BulkOptions)[]; needs: readonly (keyof BulkOptions)[] },
): BulkTaskDefinition {
  return {
    kind,
    operations: ['lora-registrations.update'],
    sheet: null,
    lists: DEVICE_LISTS,
    options,
    needs: (chosen) => needs.filter((name) => chosen[name] === undefined),
    planner: () => (context, entries) => planWishes(context, entries, wishOf),
    apply: (context, rows) => applyWishes(context, rows, wishOf),
    undo: FINAL_KINDS.includes(kind) ? null : undoWishes,
  };
}
