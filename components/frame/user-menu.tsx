'use client';
import LogOut from 'lucide-react/icons/log-out';
import UserRound from 'lucide-react/icons/user-round';
import { useTranslations } from 'next-intl';
import { Menu, MenuItem, MenuSeparator } from '#components/ui/menu.tsx';
import type { FrameUser } from './frame-types.ts';
import { LanguageChoice } from './language-toggle.tsx';
import { ThemeChoice } from './theme-toggle.tsx';

interface UserMenuProps {
  user: FrameUser;
  profileHref?: string | undefined;
  onSignOut: () => void | Promise<void>;
}

function initials(name: string): string {
  // By characters, not by their halves: a name may begin with a picture.
  const words = name
    .trim()
    .split(/\s+/)
    .map((word) => [...word]);
  const letters = words.length > 1 ? [words[0]?.[0], words.at(-1)?.[0]] : (words[0]?.slice(0, 2) ?? []);
  return letters.join('').toUpperCase();
}

export function UserMenu({ user, profileHref, onSignOut }: UserMenuProps) {
  const t = useTranslations('frame');
  return (
    <Menu
      align="end"
      className="w-64"
      trigger={
        <button
          type="button"
          aria-label={t('userMenu', { initials: initials(user.name), name: user.name })}
          className="grid size-[30px] shrink-0 place-items-center rounded-full bg-accent-soft font-semibold text-accent text-xs hover:ring-2 hover:ring-line data-[popup-open]:ring-2 data-[popup-open]:ring-line"
        >
          {initials(user.name)}
        </button>
      }
    >
      <div className="px-[9px] pt-1.5 pb-2">
        <div className="truncate font-semibold">{user.name}</div>
        <div className="truncate text-dim text-sm">{user.email}</div>
        {user.customer ? <div className="mt-0.5 truncate text-faint text-xs">{user.customer}</div> : null}
      </div>
      <MenuSeparator />
      {profileHref ? (
        <>
          <MenuItem icon={<UserRound />} href={profileHref}>
            {t('profile')}
          </MenuItem>
          <MenuSeparator />
        </>
      ) : null}
      <ThemeChoice />
      <MenuSeparator />
      <LanguageChoice />
      <MenuSeparator />
      <MenuItem icon={<LogOut />} onSelect={() => void onSignOut()}>
        {t('signOut')}
      </MenuItem>
    </Menu>
  );
}
