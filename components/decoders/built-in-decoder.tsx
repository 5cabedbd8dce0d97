'use client';
import ArrowRight from 'lucide-react/icons/arrow-right';
import Lock from 'lucide-react/icons/lock';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Banner } from '#components/ui/banner.tsx';
import { Breadcrumb } from '#components/ui/breadcrumb.tsx';
import { CodeBlock } from '#components/ui/code-block.tsx';
import { Fact, Facts } from '#components/ui/fact.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Pill } from '#components/ui/pill.tsx';
import { Quantity } from '#components/ui/quantity.tsx';
import type { DecoderDetail, ShownExample } from '#server/decoders/script-contract.ts';
import { LastFailures } from './last-failures.tsx';
import { RecordTable } from './record-table.tsx';

export function BuiltInDecoder({ decoder, examples }: { decoder: DecoderDetail; examples: ShownExample[] }) {
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
        <Panel title={t('builtIn.examples')} note={examples.length}>
          <div className="flex flex-col gap-5">
            {examples.map((example) => (
              <Example key={example.description} example={example} />
            ))}
          </div>
        </Panel>
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

function Example({ example }: { example: ShownExample }) {
  const t = useTranslations('decoders.builtIn');
  return (
    <section>
      <h3 className="mb-2 font-medium text-sm">{example.description}</h3>
      <div className="grid items-start gap-2 lg:grid-cols-[minmax(0,1fr)_20px_minmax(0,1fr)]">
        <CodeBlock value={JSON.stringify(example.event)} language="json" label={t('message')} />
        <ArrowRight
          aria-label={t('becomes')}
          className="mx-auto size-4 self-center text-faint max-lg:rotate-90"
        />
        {example.expected === null ? (
          <p className="self-center text-dim text-sm">{t('nothing')}</p>
        ) : (
          <CodeBlock value={JSON.stringify(example.expected)} language="json" label="SenML" />
        )}
      </div>
    </section>
  );
}
