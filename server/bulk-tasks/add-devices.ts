import type { Network } from '#server/device-types/contract.ts';
import { type Places, placesOf } from './addition-places.ts';
import { applyAdditions } from './apply-additions.ts';
import { undoChanges } from './change-devices.ts';
import type { BulkKind } from './contract.ts';
import type { BulkTaskDefinition } from './definition.ts';
import { planAdditions } from './plan-additions.ts';
import { removeDevices } from './remove-devices.ts';
import { DESCRIBING, type Field } from './sheet/columns-contract.ts';

/** What the three tasks that add devices share; they differ in their network. */
export function addDevices(kind: BulkKind, network: Network, fields: Field[]): BulkTaskDefinition {
  return {
    kind,
    operations: ['devices.create'],
    sheet: {
      required:
        network === 'lora'
          ? [['devEui', 'name']]
          : network === 'cellular'
            ? [['imei']]
            : [['dvnUuid', 'name']],
      fields: [...fields, ...DESCRIBING],
      metadata: true,
    },
    lists: {},
    options: ['projectId', 'deviceTypeId', 'flowId'],
    needs: ({ projectId, deviceTypeId }, has) => [
      ...(projectId || has.has('project') ? [] : ['projectId' as const]),
      ...(deviceTypeId || has.has('type') ? [] : ['deviceTypeId' as const]),
    ],
    planner() {
      let places: Places | undefined;
      return async (context, entries) => {
        places ??= await placesOf(context);
        return planAdditions(context, entries, network, places);
      };
    },
    apply: applyAdditions,
    async undo(context, rows) {
      const added = rows.filter((row) => row.verdict === 'create');
      const changed = rows.filter((row) => row.verdict === 'change');
      return [
        ...(await removeDevices(context, added, { snapshot: false, unchangedOnly: true })),
        ...(await undoChanges(context, changed)),
      ];
    },
  };
}
