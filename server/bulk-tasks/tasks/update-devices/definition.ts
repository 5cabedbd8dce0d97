import { tagsSchema } from '#server/platform/contract.ts';
import { applyChanges, planChanges, undoChanges, type Wanted } from '../../change-devices.ts';
import type { BulkTaskDefinition, Entry, TaskContext } from '../../definition.ts';
import { reason } from '../../definition.ts';
import { DEVICE_LISTS } from '../../device-lists.ts';
import { type DeviceState, type FieldValues, placeFields } from '../../device-state.ts';
import { LOCATORS } from '../../locate-devices.ts';
import { changedTags, tagsOf } from '../../rules.ts';
import { type Field, METADATA } from '../../sheet/columns-contract.ts';

const TEXTS = ['name', 'barcode', 'description'] as const;

function wantedOf({ values }: Entry, state: DeviceState, { options }: TaskContext): Wanted {
  const fields: FieldValues = {};
  for (const [name, value] of Object.entries(values) as [Field, string][]) {
    if (value === '' && (!options.emptyClears || name === 'name')) continue;
    if (name === 'tags') fields.tags = tagsOf(value);
    else if ((TEXTS as readonly string[]).includes(name) || name.startsWith(METADATA))
      fields[name] = value || null;
  }
  Object.assign(fields, placeFields(values, options.emptyClears));
  for (const [key, value] of Object.entries(options.metadata ?? {}))
    fields[`${METADATA}${key}`] = value || null;
  if (options.addTags || options.removeTags)
    fields.tags = changedTags((fields.tags as string[] | undefined) ?? state.tags, options);
  if (fields.tags && !tagsSchema.safeParse(fields.tags).success)
    return { refused: reason('bad-tags', {}, 'tags') };
  return { fields };
}

export const updateDevices: BulkTaskDefinition = {
  kind: 'update-devices',
  operations: ['devices.update', 'twins.update'],
  sheet: {
    required: [LOCATORS, ['name', 'barcode', 'description', 'tags', 'latitude', METADATA]],
    fields: [...LOCATORS, ...TEXTS, 'tags', 'latitude', 'longitude', 'altitude'],
    metadata: true,
  },
  lists: DEVICE_LISTS,
  options: ['emptyClears', 'addTags', 'removeTags', 'metadata'],
  needs: () => [],
  planner: () => (context, entries) =>
    planChanges(context, entries, (entry, state) => wantedOf(entry, state, context)),
  apply: applyChanges,
  undo: undoChanges,
};
