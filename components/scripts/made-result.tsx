import { useTranslations } from 'next-intl';
import { CodeBlock } from '#components/ui/code-block.tsx';
import { Fact } from '#components/ui/fact.tsx';
import type { Formatted, Ts013Encoded } from '#server/sandbox/contract.ts';
import type { ScriptOutcome } from '#server/scripts/contract.ts';

/** What an encoder or a message format made: the bytes of a downlink, or the body of a message. */
export function MadeResult({ outcome }: { outcome: ScriptOutcome }) {
  const t = useTranslations('scripts.made');
  const { output, error } = outcome;
  if (error) return <p className="py-2 text-dim text-sm">{t('noneByError')}</p>;
  if (isEncoded(output)) return <Bytes encoded={output} />;
  if (isFormatted(output)) return <Body formatted={output} />;
  return <p className="py-2 text-dim text-sm">{t('nothing')}</p>;
}

const isEncoded = (output: unknown): output is Ts013Encoded =>
  output !== null && typeof output === 'object' && 'bytes' in output && Array.isArray(output.bytes);
const isFormatted = (output: unknown): output is Formatted =>
  output !== null && typeof output === 'object' && 'body' in output && typeof output.body === 'string';

const hexOf = (bytes: readonly number[]) =>
  bytes
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join(' ')
    .toUpperCase();

function Bytes({ encoded: { bytes, fPort, warnings } }: { encoded: Ts013Encoded }) {
  const t = useTranslations('scripts.made');
  return (
    <div className="flex flex-col gap-3">
      <dl className="flex flex-wrap gap-x-8 gap-y-2">
        <Fact label={t('port')} value={fPort ?? t('portOpen')} />
        <Fact label={t('length')} value={t('bytes', { count: bytes.length })} />
      </dl>
      <p className="mono break-words rounded-lg border border-line bg-sunk px-3 py-2 text-sm">
        {hexOf(bytes) || t('empty')}
      </p>
      {(warnings ?? []).map((warning) => (
        <p key={warning} className="text-sm text-warn">
          {warning}
        </p>
      ))}
    </div>
  );
}

function Body({ formatted: { contentType, body, encoding } }: { formatted: Formatted }) {
  const t = useTranslations('scripts.made');
  const isJson = encoding === 'text' && (contentType === null || contentType.includes('json'));
  return (
    <div className="flex flex-col gap-3">
      <dl className="flex flex-wrap gap-x-8 gap-y-2">
        <Fact label={t('contentType')} value={contentType ?? t('typeOpen')} />
        <Fact label={t('encoding')} value={t(encoding)} />
      </dl>
      <CodeBlock value={body} language={isJson ? 'json' : 'text'} />
    </div>
  );
}
