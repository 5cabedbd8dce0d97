'use client';
import Play from 'lucide-react/icons/play';
import { useTranslations } from 'next-intl';
import { Banner } from '#components/ui/banner.tsx';
import { Button } from '#components/ui/button.tsx';
import { Chip } from '#components/ui/chip.tsx';
import { NumberField } from '#components/ui/number-field.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { TextareaField, TextField } from '#components/ui/text-field.tsx';
import type { TypeExample } from '#server/decoders/read-examples.ts';
import { RealMessages } from './real-messages.tsx';
import { SampleRow, sampleListClass } from './sample-row.tsx';
import type { Trial, TrialSource } from './use-trial.ts';

export interface SamplesPanelProps {
  trial: Trial;
  decoderId: string;
  deviceTypeIds: readonly string[];
  examples: readonly TypeExample[];
}

/** What the script is tried on: real messages first, then examples, then what somebody types. */
export function SamplesPanel({ trial, decoderId, deviceTypeIds, examples }: SamplesPanelProps) {
  const t = useTranslations('scripts.samples');
  const sources: TrialSource[] = [
    'real',
    ...(examples.length > 0 ? (['example'] as const) : []),
    'hex',
    'json',
  ];
  return (
    <Panel
      title={t('title')}
      actions={
        <Button
          variant="primary"
          size="sm"
          pending={trial.pending}
          icon={<Play aria-hidden="true" />}
          title={t('shortcut')}
          onClick={() => void trial.run()}
        >
          {t('run')}
        </Button>
      }
    >
      <fieldset className="mb-3 flex flex-wrap gap-1.5">
        <legend className="sr-only">{t('source')}</legend>
        {sources.map((source) => (
          <Chip
            key={source}
            active={trial.from === source}
            aria-pressed={trial.from === source}
            onClick={() => trial.setFrom(source)}
          >
            {t(`sources.${source}`)}
          </Chip>
        ))}
      </fieldset>
      {trial.from === 'real' ? (
        <RealMessages trial={trial} decoderId={decoderId} deviceTypeIds={deviceTypeIds} />
      ) : null}
      {trial.from === 'example' ? <Examples trial={trial} examples={examples} /> : null}
      {trial.from === 'hex' ? <TypedPayload trial={trial} /> : null}
      {trial.from === 'json' ? (
        <TextareaField
          label={t('input')}
          mono
          rows={9}
          value={trial.json}
          error={trial.fields.input}
          onChange={(event) => trial.setJson(event.target.value)}
        />
      ) : null}
      {trial.refusal ? <Banner kind="bad" title={trial.refusal} className="mt-3" /> : null}
    </Panel>
  );
}

function Examples({ trial, examples }: { trial: Trial; examples: readonly TypeExample[] }) {
  const t = useTranslations('scripts.samples');
  return (
    <ul className={sampleListClass} aria-label={t('sources.example')}>
      {examples.map((example) => (
        <SampleRow
          key={`${example.decoder} ${example.description}`}
          title={example.description}
          hint={`FPort ${example.fPort} · ${example.frmPayload} · ${example.decoder}`}
          chosen={trial.payload.frmPayload === example.frmPayload && trial.payload.fPort === example.fPort}
          onChoose={() =>
            void trial.runPayload('example', { frmPayload: example.frmPayload, fPort: example.fPort })
          }
        />
      ))}
    </ul>
  );
}

function TypedPayload({ trial }: { trial: Trial }) {
  const t = useTranslations('scripts.samples');
  return (
    <div className="grid gap-3 sm:grid-cols-[minmax(0,1fr)_8rem]">
      <TextField
        label={t('payload')}
        hint={t('payloadHint')}
        mono
        placeholder="01 0a 00 d7"
        value={trial.payload.frmPayload}
        error={trial.fields.frmPayload}
        onChange={(event) => trial.setPayload({ ...trial.payload, frmPayload: event.target.value })}
        onKeyDown={(event) => event.key === 'Enter' && void trial.run()}
      />
      <NumberField
        label={t('port')}
        min={1}
        max={223}
        value={trial.payload.fPort}
        error={trial.fields.fPort}
        onValueChange={(fPort) => trial.setPayload({ ...trial.payload, fPort })}
      />
    </div>
  );
}
