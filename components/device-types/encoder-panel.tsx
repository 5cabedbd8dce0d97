'use client';
import { useTranslations } from 'next-intl';
import { NewScriptEncoder } from '#components/encoders/new-script-encoder.tsx';
import { ButtonLink } from '#components/ui/button.tsx';
import { Panel } from '#components/ui/panel.tsx';
import type { OfferedEncoder, UnreadDecoder } from '#server/device-types/contract.ts';
import { CommandPreview } from './command-preview.tsx';
import { CommandTables } from './command-tables.tsx';
import { EncoderButtons, NewEncoder } from './encoder-buttons.tsx';

interface EncoderPanelProps {
  deviceTypeId: string;
  encoders: OfferedEncoder[];
  /** Whether tables of the customer's own can be added and changed here. */
  mayEncode: boolean;
}

/** What can be told to devices of a type, down to the bytes. */
export function EncoderPanel({ deviceTypeId, encoders, mayEncode }: EncoderPanelProps) {
  const t = useTranslations('deviceTypes');
  return (
    <Panel
      title={t('encoders')}
      note={encoders.length}
      padding="flush"
      actions={
        mayEncode ? (
          <>
            <NewEncoder deviceTypeId={deviceTypeId} />
            <NewScriptEncoder deviceTypeId={deviceTypeId} />
          </>
        ) : undefined
      }
    >
      {encoders.length === 0 ? <p className="px-4 pb-4 text-dim">{t('noEncoders')}</p> : null}
      <ul>
        {encoders.map((encoder) => (
          <li key={encoder.id} className="border-line-soft border-t px-4 py-3">
            <div className="flex items-start justify-between gap-3">
              <p className="min-w-0 break-words font-medium">{encoder.name}</p>
              {encoder.own && encoder.kind === 'script' ? (
                <ButtonLink size="sm" href={`/creator/encoders/${encoder.id}`}>
                  {t('openScript')}
                </ButtonLink>
              ) : null}
              {mayEncode && encoder.own && encoder.kind === 'table' ? (
                <EncoderButtons deviceTypeId={deviceTypeId} encoder={encoder} />
              ) : null}
            </div>
            {encoder.description ? <p className="mt-0.5 text-dim text-sm">{encoder.description}</p> : null}
            {encoder.kind === 'table' ? (
              <details className="mt-1.5">
                <summary className="w-fit rounded-sm text-dim text-sm hover:text-ink">
                  {t('commands')}
                </summary>
                <div className="mt-2 flex flex-col gap-3">
                  <CommandTables commands={encoder.commands} />
                  <CommandPreview encoder={encoder} />
                </div>
              </details>
            ) : null}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

/** Said rather than left out: who has such a device knows what to write a script for. */
export function UnreadPanel({ unread }: { unread: UnreadDecoder[] }) {
  const t = useTranslations('deviceTypes');
  if (unread.length === 0) return null;
  return (
    <Panel title={t('unread')} note={unread.length} padding="flush">
      <p className="px-4 pb-3 text-dim text-sm">{t('unreadText')}</p>
      <ul>
        {unread.map((decoder) => (
          <li key={decoder.name} className="border-line-soft border-t px-4 py-3">
            <p className="font-medium">{decoder.name}</p>
            {decoder.description ? <p className="mt-0.5 text-dim text-sm">{decoder.description}</p> : null}
            <p className="mt-0.5 text-faint text-sm">{t(`missing.${decoder.missing}`)}</p>
            {decoder.fixes?.map((fix) => (
              <p key={fix} className="mt-0.5 text-dim text-sm">
                {fix}
              </p>
            ))}
            {decoder.records.length > 0 ? (
              <details className="mt-1.5">
                <summary className="w-fit rounded-sm text-dim text-sm hover:text-ink">
                  {t('records', { count: decoder.records.length })}
                </summary>
                <p className="mono mt-1.5 break-words text-sm">{decoder.records.join(' · ')}</p>
              </details>
            ) : null}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
