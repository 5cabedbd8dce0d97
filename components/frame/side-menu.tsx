'use client';
import Plus from 'lucide-react/icons/plus';
import { usePathname } from 'next/navigation';
import { useFormatter, useTranslations } from 'next-intl';
import { cx } from '#components/ui/cx.ts';
import { IntentLink } from '#components/ui/intent-link.tsx';
import { Tooltip } from '#components/ui/tooltip.tsx';
import type { FrameMenuGroup, FrameMenuItem } from './frame-types.ts';

interface SideMenuProps {
  groups: readonly FrameMenuGroup[];
  /** Only pictures, with the words as tooltips. */
  narrow?: boolean | undefined;
}

export function SideMenu({ groups, narrow }: SideMenuProps) {
  const t = useTranslations('frame');
  const pathname = usePathname();
  const current = currentHref(groups, pathname);
  return (
    <nav aria-label={t('sideMenu')} className="flex flex-col gap-4">
      {groups.map((group) => (
        <section key={group.id} aria-label={group.label} className="group/block">
          {narrow ? (
            <div className="mx-2 mb-2 h-px bg-line group-first/block:hidden" />
          ) : (
            <header className="flex h-6 items-center gap-1 px-2">
              <h2 className="min-w-0 flex-1 truncate font-semibold text-[11.5px] text-faint">
                {group.label}
              </h2>
              {group.add ? (
                <Tooltip content={group.add.label} side="right">
                  <IntentLink
                    href={group.add.href}
                    aria-label={group.add.label}
                    className="-mr-1 grid size-5 place-items-center rounded-sm text-dim transition-opacity hover:bg-accent-soft hover:text-accent focus-visible:opacity-100 group-focus-within/block:opacity-100 group-hover/block:opacity-100 md:opacity-80"
                  >
                    <Plus aria-hidden="true" className="size-3.5" />
                  </IntentLink>
                </Tooltip>
              ) : null}
            </header>
          )}
          <ul className="flex flex-col gap-px">
            {group.items.map((item) => (
              <li key={item.href}>
                <MenuLink item={item} active={item.href === current} narrow={narrow} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </nav>
  );
}

/** The longest address that the page stands under: a device page lights up Devices. */
function currentHref(groups: readonly FrameMenuGroup[], pathname: string): string | undefined {
  return groups
    .flatMap((group) => group.items.map((item) => item.href))
    .filter((href) => pathname === href.split('?')[0] || pathname.startsWith(`${href.split('?')[0]}/`))
    .sort((a, b) => b.length - a.length)[0];
}

function MenuLink({
  item,
  active,
  narrow,
}: {
  item: FrameMenuItem;
  active: boolean;
  narrow: boolean | undefined;
}) {
  const t = useTranslations('frame');
  const format = useFormatter();
  const link = (
    <IntentLink
      href={item.href}
      aria-current={active ? 'page' : undefined}
      aria-label={narrow ? item.label : undefined}
      className={cx(
        'flex h-8 items-center gap-[9px] rounded-[7px] transition-colors duration-75 max-md:h-10 [&_svg]:size-4 [&_svg]:shrink-0',
        narrow ? 'justify-center' : 'px-2',
        active ? 'bg-accent-soft font-medium text-accent' : 'text-dim hover:bg-sel hover:text-ink',
      )}
    >
      {item.icon}
      {narrow ? null : (
        <>
          <span className="min-w-0 flex-1 truncate">{item.label}</span>
          {item.alert ? (
            <span
              className="rounded-full bg-bad-soft px-1.5 font-medium text-2xs text-bad"
              title={t('needAttention', { count: item.alert })}
            >
              {format.number(item.alert)}
            </span>
          ) : null}
          {typeof item.count === 'number' ? (
            <span className={cx('font-book text-xs', active ? 'text-accent' : 'text-faint')}>
              {format.number(item.count)}
            </span>
          ) : null}
        </>
      )}
    </IntentLink>
  );
  return narrow ? (
    <Tooltip content={item.label} side="right">
      {link}
    </Tooltip>
  ) : (
    link
  );
}
