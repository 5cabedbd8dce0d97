'use client';
import Stethoscope from 'lucide-react/icons/stethoscope';
import { useTranslations } from 'next-intl';
import { ButtonLink } from '#components/ui/button.tsx';
import type { Subject } from './queries.ts';

/** The way to the diagnosis, from whatever has no data. */
export function NoDataLink({ kind, id }: Subject) {
  const t = useTranslations('diagnosis');
  return (
    <ButtonLink href={`/manager/${kind}s/${id}/diagnosis`} icon={<Stethoscope aria-hidden="true" />}>
      {t('button')}
    </ButtonLink>
  );
}
