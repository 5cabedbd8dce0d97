'use client';
import { useTranslations } from 'next-intl';
import { CodeBlock } from '#components/ui/code-block.tsx';

export interface FirstSenmlProps {
  network: 'cellular' | 'generic';
  /** Where devices send to, without a slash at its end. */
  deviceUrl: string;
  urn: string;
  secret: string;
}

/** Quotes of a shell: nothing inside means anything, but for the quote itself. */
export const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

const DOORS = { cellular: 'm2m', generic: 'ip' };

/** A message to be pasted into a terminal: the shortest way to a device that is heard. */
export function FirstSenml({ network, deviceUrl, urn, secret }: FirstSenmlProps) {
  const t = useTranslations('networks');
  const lines = [
    `BODY=${quoted(JSON.stringify([{ bn: urn, n: 'temperature', u: 'Cel', v: 21.5 }]))}`,
    `SECRET=${quoted(secret)}`,
    `TOKEN=$(printf '%s' "$BODY$SECRET" | sha256sum | cut -d ' ' -f 1)`,
    `curl -H 'Content-Type: application/json' -H "Things-Message-Token: $TOKEN" \\`,
    `  --data-binary "$BODY" ${deviceUrl}/ingestion/${DOORS[network]}/senml/v1`,
  ];
  return (
    <div className="flex flex-col gap-2">
      <p className="text-dim">{t('tryText')}</p>
      <CodeBlock label={t('try')} value={lines.join('\n')} maxHeight="none" wrap />
    </div>
  );
}
