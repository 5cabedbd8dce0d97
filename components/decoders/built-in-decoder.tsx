'use client';
import ExternalLink from 'lucide-react/icons/external-link';
import Lock from 'lucide-react/icons/lock';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Banner } from '#components/ui/banner.tsx';
import { Breadcrumb } from '#components/ui/breadcrumb.tsx';
import { Fact, Facts } from '#components/ui/fact.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Pill } from '#components/ui/pill.tsx';
import { Quantity } from '#components/ui/quantity.tsx';
import type { BuiltInFacts, DecoderDetail } from '#server/decoders/script-contract.ts';
import { DecoderExampleView } from './decoder-example.tsx';
import { LastFailures } from './last-failures.tsx';
import { RecordTable } from './record-table.tsx';

export function BuiltInDecoder({ decoder, facts }: { decoder: DecoderDetail; facts: BuiltInFacts }) {
  const { examples, source, fixes } = facts;
  const t = useTranslations('decoders');
  return (
    <>
      <Breadcrumb items={[{ label: t('list.title'), href: '/creator/decoders' }, { label: decoder.name }]} />
      <PageHeader
        title={decoder.name}
        pill={<Pill mark={<Lock aria-hidden="true" className="size-3" />}>{t('list.builtIn')}</Pill>}
        identifiers={<span className="max-w-prose">{decoder.description}</span>}
      />
      <div className="flex flex-col gap-4">
        <Panel>
          <Facts>
            <Fact label={t('builtIn.flows')} value={<Quantity value={decoder.flowCount} />} />
            <Fact
              label={t('builtIn.failures')}
              value={<Quantity value={decoder.failures24h} />}
              tone={decoder.failures24h > 0 ? 'bad' : 'idle'}
            />
          </Facts>
          <OfferedBy types={decoder.deviceTypes} />
        </Panel>
        {decoder.lastFailures.length > 0 ? <LastFailures failures={decoder.lastFailures} /> : null}
        <Panel title={t('builtIn.records')}>
          <RecordTable records={decoder.records} />
        </Panel>
        {fixes.length > 0 ? (
          <Panel title={t('builtIn.fixes')}>
            <ul className="flex list-disc flex-col gap-1 pl-5 text-sm">
              {fixes.map((fix) => (
                <li key={fix}>{fix}</li>
              ))}
            </ul>
          </Panel>
        ) : null}
        <Panel title={t('builtIn.examples')} note={examples.length} padding="flush">
          <p className="px-4 pb-3 text-dim text-sm">{t('builtIn.examplesText')}</p>
          {examples.map((example) => (
            <DecoderExampleView key={example.description} example={example} />
          ))}
        </Panel>
        {source ? <Source source={source} /> : null}
        <Banner kind="info" title={t('builtIn.note')} />
      </div>
    </>
  );
}

function OfferedBy({ types }: { types: DecoderDetail['deviceTypes'] }) {
  const t = useTranslations('decoders.builtIn');
  return (
    <p className="mt-3 flex flex-wrap gap-x-3 gap-y-1 border-line-soft border-t pt-3 text-sm">
      <span className="text-faint">{t('offeredBy')}</span>
      {types.map((type) => (
        <Link
          key={type.id}
          href={`/creator/device-types/${type.id}`}
          className="rounded-sm hover:text-accent hover:underline"
        >
          {type.name}
        </Link>
      ))}
    </p>
  );
}

/** Where the layout is published: whoever doubts a value can read on there. */
function Source({ source: { title, url } }: { source: NonNullable<BuiltInFacts['source']> }) {
  const t = useTranslations('decoders.builtIn');
  return (
    <Panel title={t('source')}>
      <p className="mb-1.5 text-dim text-sm">{t('sourceText')}</p>
      <a
        href={url}
        rel="noreferrer"
        target="_blank"
        className="inline-flex items-center gap-1.5 break-all rounded-sm text-sm underline hover:text-accent"
      >
        {title}
        <ExternalLink aria-hidden="true" className="size-3.5 shrink-0" />
      </a>
    </Panel>
  );
}
