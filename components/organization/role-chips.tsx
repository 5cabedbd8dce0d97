'use client';
import { useTranslations } from 'next-intl';
import { ROLE_GROUPS, type RoleGroup } from '#server/access/contract.ts';

/** Roles in words, by the part of the portal they open. */
export function RoleChips({ roles }: { roles: readonly string[] }) {
  const t = useTranslations('organization');
  const groups = (Object.keys(ROLE_GROUPS) as RoleGroup[]).flatMap((group) => {
    const held = ROLE_GROUPS[group].filter((name) => roles.includes(`${group}.${name}`));
    return held.length > 0 ? [{ group, held: held as readonly string[] }] : [];
  });
  if (groups.length === 0) return <span className="text-faint">{t('users.none')}</span>;
  return (
    <ul className="flex flex-wrap gap-1.5 py-1">
      {groups.map(({ group, held }) => (
        <li
          key={group}
          className="inline-flex h-[22px] items-center gap-1 whitespace-nowrap rounded-full border border-line bg-sunk px-2 text-xs"
        >
          {t(`role.${group}`)}
          <span className="text-faint">
            {held.map((name) => t(`role.${name}` as 'role.admin')).join(', ')}
          </span>
        </li>
      ))}
    </ul>
  );
}
