'use client';
import { useTranslations } from 'next-intl';
import { Banner } from '#components/ui/banner.tsx';
import { Pill } from '#components/ui/pill.tsx';
import type { CodecFile } from '#server/scripts/codec-file-contract.ts';

/** What a codec's files hold: what it can do, what keeps it from running, how many examples came with it. */
export function CodecFound({ codec, tests }: { codec: CodecFile; tests: number }) {
  const t = useTranslations('decoders.import');
  const contracts = useTranslations('decoders.create.contracts');
  const warning = useTranslations('codecs.warnings');
  const { functions, warnings, examples, source, contract, name } = codec;
  return (
    <section className="flex flex-col gap-3" aria-label={t('found')}>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1.5 text-sm">
        <dt className="text-faint">{t('script')}</dt>
        <dd className="mono [overflow-wrap:anywhere]">
          {name ?? '–'}
          {contract ? (
            <span className="ml-2 font-sans text-dim">
              {contracts(contract)}, {t('lines', { count: source.split('\n').length })}
            </span>
          ) : null}
        </dd>
        <dt className="text-faint">{t('functions')}</dt>
        <dd className="flex flex-wrap gap-1.5">
          {functions.length === 0 ? '–' : null}
          {functions.map(({ name: called, entry, legacy, line }) => (
            <Pill key={`${called} ${entry}`} tone={legacy ? 'warn' : 'good'}>
              <span className="mono">{called}</span>
              {line === null ? '' : ` · ${t('line', { line })}`}
            </Pill>
          ))}
        </dd>
        <dt className="text-faint">{t('examples')}</dt>
        <dd>{t('exampleCount', { count: examples.length, tests })}</dd>
      </dl>
      {warnings.map(({ code, blocks, details, line }) => (
        <Banner
          key={`${code} ${line} ${JSON.stringify(details)}`}
          kind={blocks ? 'bad' : 'warn'}
          title={warning(code, details as never)}
        >
          {line === null ? null : t('atLine', { line })}
        </Banner>
      ))}
    </section>
  );
}
