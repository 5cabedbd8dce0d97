'use client';
import { useTranslations } from 'next-intl';
import { CodeBlock } from '#components/ui/code-block.tsx';
import type { DeviceCredentials } from '#server/devices/contract.ts';

const NAMES = ['devEui', 'joinEui', 'appKey', 'dvnUuid', 'sharedSecret'] as const;

/** What is shown once, each with its copy button. */
export function CredentialLines({ credentials }: { credentials: DeviceCredentials }) {
  const t = useTranslations('networks.credential');
  return NAMES.flatMap((name) => {
    const value = credentials[name];
    return value === undefined ? [] : [<CodeBlock key={name} label={t(name)} value={value} wrap />];
  });
}
