'use client';
import Check from 'lucide-react/icons/check';
import Copy from 'lucide-react/icons/copy';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { Banner } from './banner.tsx';
import { Button } from './button.tsx';
import { Checkbox } from './checkbox.tsx';
import { useCopy } from './copy.ts';
import { Dialog } from './dialog.tsx';

export interface SecretOnceProps {
  /** The secret while the dialog is open, else null; it is kept nowhere else on the page. */
  secret: string | null;
  title: ReactNode;
  description?: ReactNode;
  /** More than one line to take along, e.g. the key's id beside it. */
  also?: readonly { label: string; value: string }[] | undefined;
  onDone: () => void;
}

export function SecretOnce({ secret, title, description, also = [], onDone }: SecretOnceProps) {
  const t = useTranslations('ui');
  const [stored, setStored] = useState(false);
  const done = () => {
    if (!stored) return;
    setStored(false);
    onDone();
  };
  return (
    <Dialog
      open={secret !== null}
      onOpenChange={(open) => !open && done()}
      holdOpen
      hideClose
      title={title}
      description={description}
      footer={
        <Button variant="primary" disabled={!stored} onClick={done}>
          {t('done')}
        </Button>
      }
    >
      <div className="flex flex-col gap-4">
        {also.map((line) => (
          <SecretLine key={line.label} label={line.label} value={line.value} />
        ))}
        <SecretLine label={t('secret')} value={secret ?? ''} />
        <Banner kind="warn" title={t('secretOnceTitle')}>
          {t('secretOnceBody')}
        </Banner>
        <Checkbox checked={stored} onCheckedChange={setStored} label={t('secretStored')} />
      </div>
    </Dialog>
  );
}

function SecretLine({ label, value }: { label: string; value: string }) {
  const t = useTranslations('ui');
  const { copied, copy } = useCopy();
  return (
    <div>
      <div className="mb-1 font-medium text-sm">{label}</div>
      <div className="flex items-stretch gap-2">
        <code className="min-w-0 flex-1 select-all break-all rounded-md border border-edge bg-sunk px-2.5 py-1.5 text-[13px]">
          {value}
        </code>
        <Button
          onClick={() => copy(value)}
          icon={copied ? <Check aria-hidden="true" /> : <Copy aria-hidden="true" />}
        >
          {copied ? t('copied') : t('copy')}
        </Button>
      </div>
    </div>
  );
}
