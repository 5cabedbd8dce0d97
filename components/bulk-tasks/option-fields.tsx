'use client';
import { useTranslations } from 'next-intl';
import { FlowCombobox } from '#components/flows/flow-combobox.tsx';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { IdCombobox } from '#components/ui/id-combobox.tsx';
import type { BulkKind, BulkOptions } from '#server/bulk-tasks/contract.ts';

/** What can be chosen for all rows. */
export interface Choices {
  projects: { id: string; name: string }[];
  types: { id: string; name: string; category: 'managed' | 'own'; networks: string[] }[];
}

const NETWORK: Partial<Record<BulkKind, string>> = {
  'add-lora-devices': 'lora',
  'add-cellular-devices': 'cellular',
  'add-generic-devices': 'generic',
};

interface OptionFieldsProps {
  kind: BulkKind;
  offered: readonly (keyof BulkOptions)[];
  choices: Choices;
  value: BulkOptions;
  onChange: (options: BulkOptions) => void;
  disabled?: boolean | undefined;
}

/** Choices for the rows that say nothing themselves. */
export function OptionFields({ kind, offered, choices, value, onChange, disabled }: OptionFieldsProps) {
  const t = useTranslations('bulk.option');
  const has = (name: keyof BulkOptions) => offered.includes(name);
  const set = (change: Partial<Record<keyof BulkOptions, unknown>>) => {
    const next = { ...value, ...change } as Record<string, unknown>;
    onChange(
      Object.fromEntries(
        Object.entries(next).filter(([, one]) => one !== undefined && one !== null),
      ) as BulkOptions,
    );
  };
  const network = NETWORK[kind];
  const types = choices.types.filter(
    (type) => type.category === 'own' && (!network || type.networks.includes(network)),
  );
  const named = (list: { id: string; name: string }[]) =>
    list.map(({ id, name }) => ({ value: id, label: name }));
  return (
    <>
      {has('projectId') ? (
        <IdCombobox
          label={t('project')}
          hint={t('projectHint')}
          options={named(choices.projects)}
          value={value.projectId ?? null}
          disabled={disabled}
          onValueChange={(projectId) => set({ projectId: projectId ?? undefined, flowId: undefined })}
        />
      ) : null}
      {has('deviceTypeId') ? (
        <IdCombobox
          label={t('type')}
          hint={t('typeHint')}
          options={named(types)}
          value={value.deviceTypeId ?? null}
          disabled={disabled}
          onValueChange={(deviceTypeId) => set({ deviceTypeId: deviceTypeId ?? undefined })}
        />
      ) : null}
      {has('flowId') ? (
        <FlowCombobox
          key={value.projectId}
          label={t('flow')}
          hint={t('flowHint')}
          optional
          project={value.projectId}
          value={value.flowId ?? null}
          disabled={disabled}
          onValueChange={(flow) => set({ flowId: flow?.id })}
        />
      ) : null}
      {has('emptyClears') ? (
        <Checkbox
          label={t('emptyClears')}
          hint={t('emptyClearsHint')}
          checked={value.emptyClears === true}
          disabled={disabled}
          onCheckedChange={(checked) => set({ emptyClears: checked ? true : undefined })}
        />
      ) : null}
    </>
  );
}
