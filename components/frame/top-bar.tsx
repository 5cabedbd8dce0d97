'use client';
import MenuIcon from 'lucide-react/icons/menu';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { cx } from '#components/ui/cx.ts';
import { IconButton } from '#components/ui/icon-button.tsx';
import { IntentLink } from '#components/ui/intent-link.tsx';
import type { FoundPlace, FrameSection, FrameUser, SearchFunction } from './frame-types.ts';
import { GlobalSearch } from './global-search.tsx';
import { Logo, LogoMark } from './logo.tsx';
import { UserMenu } from './user-menu.tsx';

interface TopBarProps {
  user: FrameUser;
  sections: readonly FrameSection[];
  currentSection: string;
  homeHref: string;
  profileHref?: string | undefined;
  search: SearchFunction;
  places: readonly FoundPlace[];
  notices?: ReactNode;
  onSignOut: () => void | Promise<void>;
  onOpenMenu: () => void;
}

export function TopBar({
  user,
  sections,
  currentSection,
  homeHref,
  profileHref,
  search,
  places,
  notices,
  onSignOut,
  onOpenMenu,
}: TopBarProps) {
  const t = useTranslations('frame');
  return (
    <header className="sticky top-0 z-30 flex h-12 items-center gap-2 border-line border-b bg-panel px-2 md:gap-5 md:px-4">
      <IconButton
        label={t('openMenu')}
        icon={<MenuIcon aria-hidden="true" />}
        onClick={onOpenMenu}
        tooltip={false}
        className="md:hidden"
      />
      <IntentLink href={homeHref} className="rounded-md" aria-label={t('home')}>
        <LogoMark className="lg:hidden" />
        <Logo className="max-lg:hidden" />
      </IntentLink>
      <nav aria-label={t('sections')} className="flex gap-0.5 max-md:hidden">
        {sections.map((section) => {
          const active = section.id === currentSection;
          return (
            <IntentLink
              key={section.id}
              href={section.href}
              aria-current={active ? 'true' : undefined}
              className={cx(
                'whitespace-nowrap rounded-[7px] px-2.5 py-1.5 transition-colors',
                active ? 'bg-sel font-medium text-ink' : 'text-dim hover:bg-hover hover:text-ink',
              )}
            >
              {section.label}
            </IntentLink>
          );
        })}
      </nav>
      <span className="min-w-0 flex-1 truncate font-medium md:hidden">
        {sections.find((section) => section.id === currentSection)?.label}
      </span>
      <div className="ml-auto flex items-center gap-2 md:gap-4">
        <GlobalSearch search={search} places={places} />
        {notices}
        <UserMenu user={user} profileHref={profileHref} onSignOut={onSignOut} />
      </div>
    </header>
  );
}
