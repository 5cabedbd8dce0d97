'use client';
import CircleAlert from 'lucide-react/icons/circle-alert';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Button } from '#components/ui/button.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Time } from '#components/ui/time.tsx';
import type { DecoderDetail } from '#server/decoders/script-contract.ts';

export interface LastFailuresProps {
  failures: DecoderDetail['lastFailures'];
  /** Opens the message in the editor's test. */
  onTry?: ((failure: DecoderDetail['lastFailures'][number]) => void) | undefined;
  /** Without a frame and title of its own. */
  bare?: boolean | undefined;
}

export function LastFailures({ failures, onTry, bare }: LastFailuresProps) {
  const t = useTranslations('decoders.lastFailures');
  const list = (
    <ul className="max-h-96 overflow-y-auto" aria-label={t('title')}>
      {failures.map((failure) => (
        <li
          key={failure.uplinkId}
          className="flex flex-wrap items-start gap-x-3 gap-y-1 border-line-soft border-t px-4 py-2.5 text-sm"
        >
          <CircleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-bad" />
          <div className="min-w-0 flex-1 basis-48">
            <span className="break-words">{failure.error.message}</span>
            <span className="block text-faint text-xs">
              {failure.error.line === null
                ? ''
                : `${t('at', { line: failure.error.line, column: failure.error.column ?? 1 })} · `}
              {failure.deviceName} · <Time value={failure.at} look="moment" />
            </span>
          </div>
          {onTry ? (
            <Button size="sm" onClick={() => onTry(failure)}>
              {t('try')}
            </Button>
          ) : null}
          <Link
            href={`/manager/messages/${failure.uplinkId}`}
            className="rounded-sm py-1 font-medium text-accent hover:underline"
          >
            {t('message')}
          </Link>
        </li>
      ))}
    </ul>
  );
  if (bare) return list;
  return (
    <Panel title={t('title')} note={failures.length} padding="flush">
      {list}
    </Panel>
  );
}
