import { useTranslations } from 'next-intl';
import { ButtonLink } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';

export default function NotFound() {
  const t = useTranslations('frame.notFound');
  return (
    <main className="grid min-h-dvh place-items-center">
      <EmptyState level={1} title={t('title')} action={<ButtonLink href="/">{t('home')}</ButtonLink>}>
        {t('text')}
      </EmptyState>
    </main>
  );
}
