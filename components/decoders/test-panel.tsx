'use client';
import CircleAlert from 'lucide-react/icons/circle-alert';
import Play from 'lucide-react/icons/play';
import { useFormatter, useTranslations } from 'next-intl';
import { Banner } from '#components/ui/banner.tsx';
import { Button } from '#components/ui/button.tsx';
import { Chip } from '#components/ui/chip.tsx';
import { NumberField } from '#components/ui/number-field.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Select, type SelectOption } from '#components/ui/select.tsx';
import { TextareaField, TextField } from '#components/ui/text-field.tsx';
import type { DecoderDetail } from '#server/decoders/script-contract.ts';
import type { MessageSample } from '#server/uplinks/contract.ts';
import { useSamples } from './queries.ts';
import { TestResult } from './test-result.tsx';
import type { ScriptTest } from './use-test.ts';

const SOURCES = ['real', 'hex', 'json'] as const;

/** Chooses what the script is tried on, runs it, and shows what came of it. */
export function TestPanel({ decoder, test }: { decoder: DecoderDetail; test: ScriptTest }) {
  const t = useTranslations('decoders.test');
  return (
    <Panel
      title={t('title')}
      actions={
        <Button
          variant="primary"
          size="sm"
          pending={test.pending}
          icon={<Play aria-hidden="true" />}
          title={t('shortcut')}
          onClick={() => void test.run()}
        >
          {t('run')}
        </Button>
      }
    >
      <fieldset className="mb-3 flex flex-wrap gap-1.5">
        <legend className="sr-only">{t('source')}</legend>
        {SOURCES.map((source) => (
          <Chip
            key={source}
            active={test.from === source}
            aria-pressed={test.from === source}
            onClick={() => test.setFrom(source)}
          >
            {t(source)}
          </Chip>
        ))}
      </fieldset>
      {test.from === 'real' ? <RealMessage decoder={decoder} test={test} /> : null}
      {test.from === 'hex' ? <TypedPayload test={test} /> : null}
      {test.from === 'json' ? (
        <TextareaField
          label={t('input')}
          mono
          rows={9}
          value={test.json}
          error={test.fields.input}
          onChange={(event) => test.setJson(event.target.value)}
        />
      ) : null}
      {test.refusal ? <Banner kind="bad" title={test.refusal} className="mt-3" /> : null}
      <TestResult outcome={test.outcome} />
    </Panel>
  );
}

function RealMessage({ decoder, test }: { decoder: DecoderDetail; test: ScriptTest }) {
  const t = useTranslations('decoders.test');
  const format = useFormatter();
  const { data: samples = [], isPending } = useSamples(decoder.deviceTypes.map((type) => type.id));
  const at = (date: Date | string) =>
    format.dateTime(new Date(date), {
      day: 'numeric',
      month: 'short',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      hourCycle: 'h23',
    });
  const failed: SelectOption<string>[] = decoder.lastFailures.map((failure) => ({
    value: String(failure.uplinkId),
    label: `${at(failure.at)} · ${failure.deviceName}`,
    hint: failure.error.message,
    icon: <CircleAlert aria-hidden="true" className="size-4 shrink-0 text-bad" />,
  }));
  const known = new Set(failed.map((option) => option.value));
  const options = [
    ...failed,
    ...samples
      .filter((sample) => !known.has(String(sample.uplinkId)))
      .map((sample) => ({
        value: String(sample.uplinkId),
        label: `${at(sample.receivedAt)} · ${sample.device.name}`,
        hint: hintOf(sample, t),
      })),
  ];
  if (!isPending && options.length === 0) return <p className="text-dim text-sm">{t('noMessages')}</p>;
  return (
    <Select
      label={t('message')}
      hint={t('messageHint')}
      options={options}
      value={test.uplinkId === null ? null : String(test.uplinkId)}
      error={test.fields.uplinkId}
      onValueChange={(value) => void test.runOn(Number(value))}
    />
  );
}

const SHOWN_HEX = 44;

function hintOf(
  { kind, fPort, frmPayload }: MessageSample,
  t: ReturnType<typeof useTranslations<'decoders.test'>>,
): string {
  if (kind === 'lora.location') return t('location');
  if (kind === 'digitalmatter.record') return t('trackerRecord');
  const hex = frmPayload ?? '';
  const port = fPort === null ? t('port0') : `FPort ${fPort}`;
  return `${port} · ${hex.length > SHOWN_HEX ? `${hex.slice(0, SHOWN_HEX)}…` : hex || '–'}`;
}

function TypedPayload({ test }: { test: ScriptTest }) {
  const t = useTranslations('decoders.test');
  return (
    <div className="grid gap-3 sm:grid-cols-[minmax(0,1fr)_8rem]">
      <TextField
        label={t('payload')}
        hint={t('payloadHint')}
        mono
        placeholder="01 0a 00 d7"
        value={test.payload.frmPayload}
        error={test.fields.frmPayload}
        onChange={(event) => test.setPayload({ ...test.payload, frmPayload: event.target.value })}
        onKeyDown={(event) => event.key === 'Enter' && void test.run()}
      />
      <NumberField
        label={t('port')}
        min={1}
        max={223}
        value={test.payload.fPort}
        error={test.fields.fPort}
        onValueChange={(fPort) => test.setPayload({ ...test.payload, fPort })}
      />
    </div>
  );
}
