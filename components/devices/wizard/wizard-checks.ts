'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { type FieldWords, useParse } from '#components/frame/issue-words.ts';
import { useAct } from '#components/frame/use-act.ts';
import { createDevice } from '#server/devices/actions.ts';
import { appKeySchema, devEuiSchema, deviceCreateSchema, joinEuiSchema } from '#server/devices/contract.ts';
import { deviceKeys } from '../queries.ts';
import type { Draft, Step, Wizard } from './wizard-state.ts';

/** A type whose keys the device brings, and the reader has them at hand. */
export function bringsKeys({ draft, type }: Pick<Wizard, 'draft' | 'type'>): boolean {
  return type?.loraKeys !== 'generated' && draft.keys === 'now';
}

/** What is wrong in one step; nothing means on to the next. */
export function useStepCheck(wizard: Wizard): (step: Step) => FieldWords {
  const t = useTranslations('devices.wizard');
  const parse = useParse();
  const { draft } = wizard;
  return (step) => {
    if (step === 'type')
      return {
        ...(draft.projectId ? {} : { projectId: t('type.chooseProject') }),
        ...(draft.typeId ? {} : { typeId: t('type.chooseType') }),
      };
    if (step === 'name') {
      const { name, description, barcode } = deviceCreateSchema.shape;
      const schema = deviceCreateSchema.pick({ name: true, description: true, barcode: true });
      const parsed = parse(schema, pick(draft, Object.keys({ name, description, barcode })));
      return parsed.ok ? {} : parsed.fields;
    }
    if (step === 'network' && bringsKeys(wizard))
      return {
        ...(devEuiSchema.safeParse(draft.devEui).success ? {} : { devEui: t('network.devEuiWrong') }),
        ...(joinEuiSchema.safeParse(draft.joinEui).success ? {} : { joinEui: t('network.joinEuiWrong') }),
        ...(appKeySchema.safeParse(draft.appKey).success ? {} : { appKey: t('network.appKeyWrong') }),
      };
    return {};
  };
}

function pick(draft: Draft, names: string[]): Record<string, unknown> {
  return Object.fromEntries(names.map((name) => [name, draft[name as keyof Draft]]));
}

export function useCreate(wizard: Wizard, setFields: (fields: FieldWords) => void) {
  const { draft } = wizard;
  const t = useTranslations('devices.wizard');
  const act = useAct();
  const client = useQueryClient();
  const [pending, setPending] = useState(false);
  const [refusal, setRefusal] = useState<string>();
  const create = async () => {
    setPending(true);
    setRefusal(undefined);
    const { devEui, joinEui, appKey } = draft;
    const made = await act(
      createDevice({
        projectId: draft.projectId ?? '',
        deviceTypeId: draft.typeId ?? '',
        name: draft.name,
        description: draft.description,
        barcode: draft.barcode,
        ...(bringsKeys(wizard) ? { lora: { devEui, joinEui, appKey } } : {}),
        flowIds: draft.flowId ? [draft.flowId] : [],
      }),
      { quiet: true },
    );
    setPending(false);
    if (made.ok) {
      void client.invalidateQueries({ queryKey: deviceKeys.all });
      return wizard.setCreated({ ...made.value, name: draft.name });
    }
    if (made.error.code !== 'devices.identifier-taken') return setRefusal(made.words);
    setFields({ devEui: t('network.devEuiTaken') });
    wizard.go('network');
  };
  return { create, pending, refusal };
}
