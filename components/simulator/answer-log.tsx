'use client';
import ArrowDown from 'lucide-react/icons/arrow-down';
import { useTranslations } from 'next-intl';
import { CodeBlock } from '#components/ui/code-block.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Pill } from '#components/ui/pill.tsx';
import { Time } from '#components/ui/time.tsx';
import type { Sent } from './send-pack.ts';

/** What became of each message, newest first, and what came back for the device. */
export function AnswerLog({ log }: { log: readonly Sent[] }) {
  const t = useTranslations('simulator.log');
  return (
    <Panel title={t('title')} padding="flush">
      {log.length === 0 ? <p className="px-4 pb-4 text-dim text-sm">{t('empty')}</p> : null}
      <ol aria-live="polite">
        {log.map((sent) => (
          <li key={sent.at} className="flex flex-col gap-2 border-line-soft border-t px-4 py-3">
            <div className="flex flex-wrap items-center gap-2 text-sm">
              <Time value={new Date(sent.at)} look="clock" />
              <Outcome sent={sent} />
              {sent.downlink.length > 0 ? (
                <span className="flex items-center gap-1 text-down">
                  <ArrowDown aria-hidden="true" className="size-4" /> {t('downlink')}
                </span>
              ) : null}
            </div>
            {sent.problem ? (
              <p className="break-words text-bad text-sm">
                {sent.problem.detail} <span className="mono text-faint">{sent.problem.code}</span>
              </p>
            ) : null}
            <details className="text-sm">
              <summary className="w-fit cursor-default rounded-sm text-dim hover:text-ink">
                {t('sent')}
              </summary>
              <CodeBlock className="mt-2" language="json" value={sent.body} wrap maxHeight="short" />
            </details>
          </li>
        ))}
      </ol>
    </Panel>
  );
}

function Outcome({ sent: { status, messageId } }: { sent: Sent }) {
  const t = useTranslations('simulator.log');
  if (status === 0) return <Pill tone="warn">{t('offline')}</Pill>;
  if (status !== 200) return <Pill tone="bad">{t('refused', { status })}</Pill>;
  return <Pill tone="good">{messageId === null ? t('again') : t('accepted', { id: messageId })}</Pill>;
}
