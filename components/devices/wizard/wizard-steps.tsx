'use client';
import KeyRound from 'lucide-react/icons/key-round';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import type { FieldWords } from '#components/frame/issue-words.ts';
import { Banner } from '#components/ui/banner.tsx';
import { Combobox } from '#components/ui/combobox.tsx';
import { DescriptionField, NameField } from '#components/ui/name-fields.tsx';
import { RadioGroup } from '#components/ui/radio.tsx';
import { Select } from '#components/ui/select.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import type { Wizard, WizardProps } from './wizard-state.ts';

export interface StepProps {
  wizard: Wizard;
  fields: FieldWords;
  options: WizardProps;
}

export function TypeStep({ wizard, fields, options }: StepProps) {
  const t = useTranslations('devices.wizard.type');
  const [text, setText] = useState('');
  const { draft, set } = wizard;
  const project = options.projects.find(({ id }) => id === draft.projectId);
  const wanted = text.trim().toLowerCase();
  const shown = options.types.filter((type) =>
    `${type.name} ${type.description ?? ''} ${type.group}`.toLowerCase().includes(wanted),
  );
  return (
    <>
      {options.projects.length > 1 || !project ? (
        <Select
          label={t('project')}
          className="max-w-md"
          options={options.projects.map(({ id, name }) => ({ value: id, label: name }))}
          value={draft.projectId}
          error={fields.projectId}
          onValueChange={(projectId) => set({ projectId, flowId: null })}
        />
      ) : null}
      {project && project.room !== null && project.room <= 0 ? (
        <Banner kind="warn" title={t('full')}>
          {t('fullText')}
        </Banner>
      ) : null}
      {options.types.length > 6 ? (
        <TextField label={t('search')} value={text} onChange={(event) => setText(event.target.value)} />
      ) : null}
      <RadioGroup
        label={t('type')}
        look="cards"
        value={draft.typeId ?? ''}
        error={fields.typeId}
        onValueChange={(typeId) => set({ typeId })}
        options={shown.map((type) => ({
          value: type.id,
          label: type.name,
          hint: (
            <>
              {type.description}
              <span className="mt-1 block text-faint text-xs">
                {type.loraKeys === 'generated' ? t('generated') : t('preset')}
              </span>
            </>
          ),
        }))}
      />
      {shown.length === 0 ? <p className="text-dim">{t('none')}</p> : null}
    </>
  );
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
  const { draft, set, type } = wizard;
  if (type?.loraKeys === 'generated') {
    return (
      <div className="flex items-start gap-3 rounded-lg border border-line bg-sunk p-4">
        <KeyRound aria-hidden="true" className="mt-0.5 size-5 shrink-0 text-accent" />
        <div>
          <p className="font-medium">{t('generated')}</p>
          <p className="text-dim">{t('generatedText')}</p>
        </div>
      </div>
    );
  }
  const keys = [
    { name: 'devEui', digits: 16, error: fields.devEui },
    { name: 'joinEui', digits: 16, error: fields.joinEui },
    { name: 'appKey', digits: 32, error: fields.appKey },
  ] as const;
  return (
    <>
      <RadioGroup
        label={t('when')}
        value={draft.keys}
        onValueChange={(when) => set({ keys: when })}
        options={[
          { value: 'now', label: t('now') },
          { value: 'later', label: t('later'), hint: t('laterText') },
        ]}
      />
      {draft.keys === 'now'
        ? keys.map(({ name, digits, error }) => (
            <TextField
              key={name}
              label={t(name)}
              name={name}
              mono
              autoFocus={name === 'devEui'}
              maxLength={100}
              placeholder={t('digits', { digits })}
              hint={t(`${name}Hint`)}
              value={draft[name]}
              error={error}
              onChange={(event) => set({ [name]: event.target.value })}
            />
          ))
        : null}
    </>
  );
}

export function FlowStep({ wizard: { draft, set }, options }: StepProps) {
  const t = useTranslations('devices.wizard.flow');
  const flows = options.flows
    .filter((flow) => flow.projectId === draft.projectId)
    .map(({ id, name }) => ({ value: id, label: name }));
  return (
    <>
      <Combobox
        label={t('flow')}
        optional
        hint={flows.length > 0 ? t('hint') : undefined}
        options={flows}
        value={flows.find(({ value }) => value === draft.flowId) ?? null}
        onValueChange={(flow) => set({ flowId: flow?.value ?? null })}
        emptyText={t('none')}
      />
      {draft.flowId ? null : (
        <Banner kind="info" title={t('without')}>
          {flows.length > 0 ? t('withoutText') : t('noFlowText')}
        </Banner>
      )}
    </>
  );
}
