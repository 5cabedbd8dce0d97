'use client';
import { useTranslations } from 'next-intl';
import type { AlertItem, SourceKind } from '#server/alerts/contract.ts';

/** What a gateway, a connection, a way in is called. */
export function useCauseName(): (cause: { kind: SourceKind; id: string; name: string | null }) => string {
  const t = useTranslations('alerts');
  return ({ kind, id, name }) => {
    if (kind !== 'door') return `${t(`source.${kind}`)} ${name ?? id}`;
    return id === 'http' || id === 'mqtt' ? t(`door.${id}`) : t('door.other', { id });
  };
}

/** What an alert is about, in one line. */
export function useAlertName(): (alert: {
  device: { name: string } | null;
  cause: AlertItem['cause'];
}) => string {
  const causeName = useCauseName();
  return ({ device, cause }) => device?.name ?? (cause ? causeName(cause) : '');
}
