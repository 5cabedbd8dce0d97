'use client';
import Lock from 'lucide-react/icons/lock';
import Search from 'lucide-react/icons/search';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Banner } from '#components/ui/banner.tsx';
import { Button } from '#components/ui/button.tsx';
import { Chip } from '#components/ui/chip.tsx';
import { RadioGroup } from '#components/ui/radio.tsx';
import { Select } from '#components/ui/select.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { type DeviceType, NETWORKS, type Network } from '#server/device-types/contract.ts';
import { isAllowed, orderTypes } from './order-types.ts';
import type { StepProps } from './wizard-steps.tsx';

/** As many as a phone shows without scrolling far. */
const FIRST = 6;

export function TypeStep({ wizard, fields, options }: StepProps) {
  const t = useTranslations('devices.wizard.type');
  const { draft, set, setProject } = wizard;
  const project = options.projects.find(({ id }) => id === draft.projectId);
  return (
    <>
      {options.projects.length > 1 || !project ? (
        <Select
          label={t('project')}
          className="max-w-md"
          options={options.projects.map(({ id, name }) => ({ value: id, label: name }))}
          value={draft.projectId}
          error={fields.projectId}
          onValueChange={setProject}
        />
      ) : null}
      {project && project.room !== null && project.room <= 0 ? (
        <Banner kind="warn" title={t('full')}>
          {t('fullText')}
        </Banner>
      ) : null}
      <TypeChoice
        types={orderTypes(options.types.filter((type) => isAllowed(type, project)))}
        value={draft.typeId}
        error={fields.typeId}
        onChange={(typeId) => set({ typeId })}
      />
    </>
  );
}

interface TypeChoiceProps {
  types: DeviceType[];
  value: string | null;
  error: string | undefined;
  onChange: (id: string) => void;
}

function TypeChoice({ types, value, error, onChange }: TypeChoiceProps) {
  const t = useTranslations('devices.wizard.type');
  const words = useTranslations('decoders.network');
  const [text, setText] = useState('');
  const [network, setNetwork] = useState<Network | null>(null);
  const [whole, setWhole] = useState(false);
  const wanted = text.trim().toLowerCase();
  const found = types.filter(
    (type) =>
      (network === null || type.networks.includes(network)) &&
      `${type.name} ${type.description ?? ''} ${type.group} ${type.networks.map((one) => words(one)).join(' ')}`
        .toLowerCase()
        .includes(wanted),
  );
  const shown = whole || wanted !== '' ? found : found.filter(({ id }, at) => at < FIRST || id === value);
  return (
    <>
      <div className="flex flex-wrap items-end gap-2">
        <TextField
          label={t('search')}
          lead={<Search aria-hidden="true" />}
          className="min-w-52 flex-1"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <div className="flex flex-wrap gap-1.5 pb-1">
          {NETWORKS.map((one) => (
            <Chip
              key={one}
              active={network === one}
              aria-pressed={network === one}
              onClick={() => setNetwork(network === one ? null : one)}
            >
              {words(one)}
            </Chip>
          ))}
        </div>
      </div>
      <RadioGroup
        label={t('type')}
        look="cards"
        value={value ?? ''}
        error={error}
        onValueChange={onChange}
        options={shown.map((type) => ({
          value: type.id,
          label: <span className="line-clamp-3">{type.name}</span>,
          disabled: type.category === 'managed',
          hint: <TypeHint type={type} />,
        }))}
      />
      {shown.length === 0 ? <p className="text-dim">{t('none')}</p> : null}
      {shown.length < found.length ? (
        <Button className="self-start" onClick={() => setWhole(true)}>
          {t('showAll', { count: found.length })}
        </Button>
      ) : null}
    </>
  );
}

function TypeHint({ type }: { type: DeviceType }) {
  const t = useTranslations('devices.wizard.type');
  const words = useTranslations('decoders.network');
  const managed = type.category === 'managed';
  return (
    <>
      <span className="line-clamp-3">{type.description}</span>
      <span className="mt-1 flex flex-wrap items-center gap-x-1.5 text-faint text-xs [&>*+*]:before:mr-1.5 [&>*+*]:before:content-['·']">
        <span>{type.networks.map((one) => words(one)).join(', ') || '–'}</span>
        {managed ? (
          <span className="flex items-center gap-1">
            <Lock aria-hidden="true" className="size-3" />
            {t('managed')}
          </span>
        ) : (
          <span>{type.own ? t('yours') : t('brought')}</span>
        )}
        {type.loraKeys && !managed ? <span>{t(type.loraKeys)}</span> : null}
      </span>
    </>
  );
}
