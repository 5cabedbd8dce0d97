'use client';
import ChevronRight from 'lucide-react/icons/chevron-right';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { CodeBlock } from '#components/ui/code-block.tsx';
import type { Uplink } from '#server/uplinks/contract.ts';
import { isOwnWord } from './message-kind.tsx';
import { payloadOf } from './radio-words.ts';

/** The device's own bytes, and around them exactly what the network server sent. */
export function RawMessage({ message }: { message: Pick<Uplink, 'raw' | 'event'> }) {
  const t = useTranslations('messages.raw');
  const { raw } = message;
  const payload = payloadOf(message.event);
  return (
    <div className="flex flex-col gap-2">
      {payload === '' ? null : (
        <CodeBlock label={t('payload', { bytes: payload.length / 2 })} language="hex" value={payload} />
      )}
      {raw.length > 0 && isOwnWord(message.event) ? (
        <OwnBody raw={raw} />
      ) : raw.length === 0 ? (
        <p className="text-dim">{t('gone')}</p>
      ) : (
        <Fold summary={t('body', { bytes: raw.length })}>
          {raw.text === null ? (
            <CodeBlock language="hex" value={hexOf(raw.base64)} />
          ) : (
            <CodeBlock language={/^\s*[[{]/.test(raw.text) ? 'json' : 'text'} value={raw.text} wrap />
          )}
        </Fold>
      )}
    </div>
  );
}

/** What a device sent itself is short, and all there is. */
function OwnBody({ raw }: Pick<Uplink, 'raw'>) {
  const t = useTranslations('messages.raw');
  const label = t('own', { bytes: raw.length });
  return raw.text === null ? (
    <CodeBlock label={label} language="hex" value={hexOf(raw.base64)} />
  ) : (
    <CodeBlock label={label} language="json" value={raw.text} wrap />
  );
}

export function Fold({
  summary,
  children,
  open,
}: {
  summary: ReactNode;
  children: ReactNode;
  open?: boolean;
}) {
  return (
    <details className="group" open={open}>
      <summary className="flex w-fit list-none items-center gap-1 rounded-sm text-dim text-sm hover:text-ink [&::-webkit-details-marker]:hidden">
        <ChevronRight
          aria-hidden="true"
          className="size-3.5 shrink-0 transition-transform group-open:rotate-90"
        />
        {summary}
      </summary>
      <div className="mt-2">{children}</div>
    </details>
  );
}

function hexOf(base64: string): string {
  const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
