'use client';
import Check from 'lucide-react/icons/check';
import Copy from 'lucide-react/icons/copy';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Button } from '#components/ui/button.tsx';
import { useCopy } from '#components/ui/copy.ts';
import type { Provider } from '#server/lora-networks/contract.ts';

export interface AccessLinesProps {
  of: { webhookUrl: string; ingestUrl: string; provider: Provider };
  /** null: not shown (yet); `hidden` then stands in its place. */
  secret: string | null;
  hidden?: ReactNode;
}

/** What is copied into the network server. */
export function AccessLines({ of, secret, hidden }: AccessLinesProps) {
  const t = useTranslations('connections.access');
  return (
    <div className="flex flex-col gap-3.5">
      <CopyLine label={t('url')} value={of.webhookUrl} />
      {of.ingestUrl === of.webhookUrl ? null : <CopyLine label={t('ingestUrl')} value={of.ingestUrl} />}
      {secret === null ? (
        <div>
          <div className="mb-1 font-medium text-sm">
            {of.provider === 'thingpark' ? t('key') : t('secret')}
          </div>
          {hidden}
        </div>
      ) : (
        <CopyLine label={of.provider === 'thingpark' ? t('key') : t('secret')} value={secret} />
      )}
    </div>
  );
}

export function CopyLine({ label, value }: { label: string; value: string }) {
  const ui = useTranslations('ui');
  const { copied, copy } = useCopy();
  return (
    <div className="min-w-0">
      <div className="mb-1 font-medium text-sm">{label}</div>
      <div className="flex items-stretch gap-2">
        <code className="min-w-0 flex-1 select-all break-all rounded-md border border-line bg-sunk px-2.5 py-1.5 text-[13px]">
          {value}
        </code>
        <Button
          onClick={() => copy(value)}
          aria-label={`${ui('copy')}: ${label}`}
          icon={copied ? <Check aria-hidden="true" /> : <Copy aria-hidden="true" />}
        >
          <span className="max-sm:sr-only">{copied ? ui('copied') : ui('copy')}</span>
        </Button>
      </div>
    </div>
  );
}
