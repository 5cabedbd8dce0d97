import { useTranslations } from 'next-intl';
import { BothEnds } from '#components/ui/both-ends.tsx';
import type { LinkedIdentifier } from '#server/devices/contract.ts';

/**
 * Each on a line of its own: a device of several networks goes by all of them. There is always room for a DevEUI and an
 * IMEI; a DvnUUID is cut in its middle instead of pushing the last columns out of sight.
 */
export function IdentifierLines({ identifiers }: { identifiers: readonly LinkedIdentifier[] }) {
  const t = useTranslations('devices.column');
  if (identifiers.length === 0) return <span className="font-sans text-faint">{t('noIdentifier')}</span>;
  return identifiers.map(({ network, identifier }) => (
    <BothEnds key={network} value={identifier} className="text-dim sm:w-[16.5ch] sm:min-w-full" />
  ));
}
