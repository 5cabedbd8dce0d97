'use client';
import ArrowDown from 'lucide-react/icons/arrow-down';
import { useTranslations } from 'next-intl';
import { CodeBlock } from '#components/ui/code-block.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Time } from '#components/ui/time.tsx';
import { MeasuredValue } from '#components/uplinks/measured-value.tsx';
import type { SenmlRecord } from '#server/protocols/senml/record.ts';
import type { Sent } from './send-pack.ts';

/** What the answers brought for the device, newest first; stays when the answers themselves have gone. */
export function ReceivedDownlinks({ received }: { received: readonly Sent[] }) {
  const t = useTranslations('simulator.received');
  return (
    <Panel title={t('title')} padding="flush">
      <p className="px-4 pb-3 text-dim text-sm">{t(received.length === 0 ? 'empty' : 'confirms')}</p>
      <ol aria-live="polite">
        {received.map(({ at, downlink }) => (
          <li key={at} className="flex flex-col gap-2 border-line-soft border-t px-4 py-3">
            <p className="flex items-center gap-1.5 font-medium text-down text-sm">
              <ArrowDown aria-hidden="true" className="size-4" />
              <Time value={new Date(at)} look="clock" />
            </p>
            <dl className="grid grid-cols-[minmax(6rem,auto)_minmax(0,1fr)] gap-x-4 gap-y-1 text-sm">
              {downlink.filter(tells).map((record, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: names may come twice, and the order never changes
                <div key={index} className="contents">
                  <dt className="break-words text-dim">{record.n ?? '–'}</dt>
                  <dd className="min-w-0 break-words font-medium">
                    <MeasuredValue record={record} />
                  </dd>
                </div>
              ))}
            </dl>
            <details className="text-sm">
              <summary className="w-fit rounded-sm text-dim hover:text-ink">{t('whole')}</summary>
              <CodeBlock
                className="mt-2"
                language="json"
                value={JSON.stringify(downlink)}
                wrap
                maxHeight="short"
              />
            </details>
          </li>
        ))}
      </ol>
    </Panel>
  );
}

/** The first record may do no more than name the device. */
const tells = ({ n, v, vs, vb, vd, s }: SenmlRecord) =>
  [n, v, vs, vb, vd, s].some((field) => field !== undefined);
