'use client';
import { useTranslations } from 'next-intl';
import { Banner } from '#components/ui/banner.tsx';
import { CodeBlock } from '#components/ui/code-block.tsx';
import { ListCell, ListTable } from '#components/ui/list-table.tsx';
import type { ShownExample, ShownRecord } from '#server/decoders/script-contract.ts';

/** One message and what becomes of it: the bytes first, records as a table, all of both to be unfolded. */
export function DecoderExampleView({ example }: { example: ShownExample }) {
  const t = useTranslations('decoders.builtIn');
  const { description, frame, expected, refusal, event } = example;
  return (
    <section className="flex flex-col gap-2.5 border-line-soft border-t px-4 py-3.5">
      <h3 className="font-medium text-sm">{description}</h3>
      {frame ? (
        <p className="flex flex-wrap items-baseline gap-x-3 gap-y-1 text-sm">
          <span className="text-faint">{t('port')}</span>
          <span className="mono">{frame.fPort}</span>
          <span className="text-faint">{t('payload')}</span>
          <code className="mono min-w-0 break-all">{pairs(frame.frmPayload) || '–'}</code>
        </p>
      ) : null}
      {refusal ? <Banner kind="warn" title={t('refused', { reason: refusal })} /> : null}
      {!refusal && expected === null ? <p className="text-dim text-sm">{t('nothing')}</p> : null}
      {expected ? <Records records={expected} /> : null}
      <details>
        <summary className="w-fit rounded-sm text-dim text-sm hover:text-ink">{t('whole')}</summary>
        <div className="mt-2 grid items-start gap-2 lg:grid-cols-2">
          <CodeBlock value={JSON.stringify(event)} language="json" label={t('message')} />
          {expected ? <CodeBlock value={JSON.stringify(expected)} language="json" label="SenML" /> : null}
        </div>
      </details>
    </section>
  );
}

const pairs = (hex: string): string => hex.replace(/../g, '$& ').trim();

function Records({ records }: { records: ShownRecord[] }) {
  const t = useTranslations('scripts.output');
  return (
    <div className="rounded-lg border border-line">
      <ListTable
        bare
        figures
        label={t('records')}
        head={[
          { label: t('name') },
          { label: t('value'), end: true },
          { label: t('unit') },
          { label: t('time'), end: true },
        ]}
      >
        {records
          .filter(({ n }) => n !== undefined)
          .map(({ n, u, v, vs, vb, vd, t: offset }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the records of an example never change; a name may stand twice
            <tr key={index}>
              <ListCell first className="mono h-8! max-w-60 truncate">
                {n}
              </ListCell>
              <ListCell end className="mono h-8! max-w-52 truncate">
                {String(v ?? vs ?? vb ?? vd ?? '')}
              </ListCell>
              <ListCell className="mono h-8! text-dim">{u ?? ''}</ListCell>
              <ListCell end className="mono h-8! text-dim text-xs">
                {offset === undefined ? '' : `${offset} s`}
              </ListCell>
            </tr>
          ))}
      </ListTable>
    </div>
  );
}
