'use client';
import KeyRound from 'lucide-react/icons/key-round';
import { useTranslations } from 'next-intl';
import { FlowCombobox } from '#components/flows/flow-combobox.tsx';
import { useFlowChoices } from '#components/flows/use-flow-choices.ts';
import type { FieldWords } from '#components/frame/issue-words.ts';
import { Banner } from '#components/ui/banner.tsx';
import { CheckboxGroup } from '#components/ui/checkbox-group.tsx';
import { DescriptionField, NameField } from '#components/ui/name-fields.tsx';
import { RadioGroup } from '#components/ui/radio.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { NetworkFields } from '../networks/network-fields.tsx';
import type { Wizard, WizardProps } from './wizard-state.ts';

export interface StepProps {
  wizard: Wizard;
  fields: FieldWords;
  options: WizardProps;
}

export function NameStep({ wizard: { draft, set }, fields }: StepProps) {
  const t = useTranslations('devices.wizard.name');
  return (
    <>
      <NameField
        label={t('name')}
        autoFocus
        placeholder={t('placeholder')}
        value={draft.name}
        error={fields.name}
        onValueChange={(name) => set({ name })}
      />
      <TextField
        label={t('barcode')}
        name="barcode"
        optional
        maxLength={100}
        mono
        hint={t('barcodeHint')}
        value={draft.barcode}
        error={fields.barcode}
        onChange={(event) => set({ barcode: event.target.value })}
      />
      <DescriptionField
        label={t('description')}
        value={draft.description}
        error={fields.description}
        onValueChange={(description) => set({ description })}
      />
    </>
  );
}

export function NetworkStep({ wizard, fields }: StepProps) {
  const t = useTranslations('devices.wizard.network');
  const words = useTranslations('decoders.network');
  const { draft, set, type, brought, networks } = wizard;
  if (!type || type.networks.length === 0) return <p className="text-dim">{t('noNetwork')}</p>;
  return (
    <>
      {type.loraKeys === 'generated' ? (
        <div className="flex items-start gap-3 rounded-lg border border-line bg-sunk p-4">
          <KeyRound aria-hidden="true" className="mt-0.5 size-5 shrink-0 text-accent" />
          <div>
            <p className="font-medium">{t('generated')}</p>
            <p className="text-dim">{t('generatedText')}</p>
          </div>
        </div>
      ) : null}
      {brought.length > 0 ? (
        <RadioGroup
          label={t('when')}
          value={draft.keys}
          onValueChange={(when) => set({ keys: when })}
          options={[
            { value: 'now', label: t('now') },
            { value: 'later', label: t('later'), hint: t('laterText') },
          ]}
        />
      ) : null}
      {brought.length > 1 && draft.keys === 'now' ? (
        <CheckboxGroup
          label={t('of')}
          hint={t('ofHint')}
          options={brought.map((one) => ({ value: one, label: words(one) }))}
          value={networks}
          onValueChange={(now) => set({ without: brought.filter((one) => !now.includes(one)) })}
        />
      ) : null}
      <NetworkFields networks={networks} values={draft} set={set} fields={fields} />
    </>
  );
}

export function FlowStep({ wizard: { draft, set }, options }: StepProps) {
  const t = useTranslations('devices.wizard.flow');
  const { data } = useFlowChoices({ q: '', project: draft.projectId });
  const hasFlows = data !== undefined && data.items.length > 0;
  return (
    <>
      <FlowCombobox
        label={t('flow')}
        optional
        hint={hasFlows ? t('hint') : undefined}
        project={draft.projectId}
        value={draft.flowId}
        known={options.start.flow}
        onValueChange={(flow) => set({ flowId: flow?.id ?? null })}
        emptyText={t('none')}
      />
      <TextField
        label={t('newFlow')}
        name="newFlow"
        optional
        maxLength={255}
        disabled={draft.flowId !== null}
        hint={t('newFlowHint')}
        value={draft.newFlow}
        onChange={(event) => set({ newFlow: event.target.value })}
      />
      {draft.flowId || draft.newFlow.trim() ? null : (
        <Banner kind="info" title={t('without')}>
          {data === undefined || hasFlows ? t('withoutText') : t('noFlowText')}
        </Banner>
      )}
    </>
  );
}
