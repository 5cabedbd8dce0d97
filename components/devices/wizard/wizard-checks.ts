'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { type FieldWords, useParse } from '#components/frame/issue-words.ts';
import { type Acted, useAct } from '#components/frame/use-act.ts';
import { createDevice } from '#server/devices/actions.ts';
import { deviceCreateSchema } from '#server/devices/contract.ts';
import { IDENTIFIER_FIELD, networkInfoOf, useNetworkCheck } from '../networks/network-values.ts';
import { deviceKeys } from '../queries.ts';
import type { Draft, Step, Wizard } from './wizard-state.ts';

/** What is wrong in one step; nothing means on to the next. */
export function useStepCheck(wizard: Wizard): (step: Step) => FieldWords {
  const t = useTranslations('devices.wizard');
  const parse = useParse();
  const checkNetwork = useNetworkCheck();
  const { draft, networks } = wizard;
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
    return step === 'network' ? checkNetwork(networks, draft) : {};
  };
}

function pick(draft: Draft, names: string[]): Record<string, unknown> {
  return Object.fromEntries(names.map((name) => [name, draft[name as keyof Draft]]));
}

export function useCreate(wizard: Wizard, setFields: (fields: FieldWords) => void) {
  const { draft, networks } = wizard;
  const act = useAct();
  const client = useQueryClient();
  const [pending, setPending] = useState(false);
  const [refusal, setRefusal] = useState<string>();
  /** The field that a refusal speaks of; null where it is about the whole. */
  const fieldOf = ({ error }: Extract<Acted<unknown>, { ok: false }>): string | null => {
    if (error.code.startsWith('sims.')) return 'iccid';
    const [network, another] = networks;
    // Of several identifiers it does not say which.
    return error.code === 'devices.identifier-taken' && network && !another
      ? IDENTIFIER_FIELD[network]
      : null;
  };
  const create = async () => {
    setPending(true);
    setRefusal(undefined);
    const made = await act(createDevice(inputOf(wizard)), { quiet: true });
    setPending(false);
    if (made.ok) {
      void client.invalidateQueries({ queryKey: deviceKeys.all });
      return wizard.setCreated({ ...made.value, name: draft.name });
    }
    const field = fieldOf(made);
    if (!field) return setRefusal(made.words);
    setFields({ [field]: made.words });
    wizard.go('network');
  };
  return { create, pending, refusal };
}

function inputOf({ draft, networks }: Wizard) {
  return {
    projectId: draft.projectId ?? '',
    deviceTypeId: draft.typeId ?? '',
    name: draft.name,
    description: draft.description,
    barcode: draft.barcode,
    ...networkInfoOf(networks, draft),
    flowIds: draft.flowId ? [draft.flowId] : [],
    ...(draft.newFlow.trim() && !draft.flowId ? { newFlow: draft.newFlow } : {}),
  };
}
