'use client';
import { useTranslations } from 'next-intl';
import { CodeBlock } from '#components/ui/code-block.tsx';
import { Pill } from '#components/ui/pill.tsx';
import type { Downlink } from '#server/downlinks/contract.ts';

/** Beyond this it is folded. */
const SHORT_TEXT = 120;

interface InstructionTextProps {
  of: Pick<Downlink, 'method' | 'dryRun'> & { externalReference?: string | null };
}

/** What a device is told, as it goes to it. */
export function InstructionText({ of: { method, dryRun, externalReference } }: InstructionTextProps) {
  const t = useTranslations('downlinks.table');
  const text = method.type === 'lora' ? spaced(method.payloadHex) : JSON.stringify(method.records);
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <span className="mono line-clamp-2 break-all">
        {method.type === 'lora' ? <span className="text-faint">FPort {method.port} · </span> : null}
        {text}
      </span>
      {text.length > SHORT_TEXT ? (
        <details className="text-sm">
          <summary className="w-fit rounded-sm text-dim hover:text-ink">{t('whole')}</summary>
          <CodeBlock
            className="mt-1.5"
            language={method.type === 'lora' ? 'hex' : 'json'}
            value={text}
            wrap
            maxHeight="short"
          />
        </details>
      ) : null}
      {dryRun || externalReference ? (
        <span className="flex flex-wrap items-center gap-x-2 gap-y-1 text-dim text-sm">
          {dryRun ? <Pill mark={null}>{t('dryRun')}</Pill> : null}
          {externalReference ? <span className="break-all">{externalReference}</span> : null}
        </span>
      ) : null}
    </div>
  );
}

const spaced = (hex: string) => hex.replace(/(..)(?=.)/g, '$1 ');
