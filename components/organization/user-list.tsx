'use client';
import { useTranslations } from 'next-intl';
import { ListCell, ListTable } from '#components/ui/list-table.tsx';
import { Pill } from '#components/ui/pill.tsx';
import { Time } from '#components/ui/time.tsx';
import type { User } from '#server/users/contract.ts';
import { RoleChips } from './role-chips.tsx';

export function UserList({ users }: { users: User[] }) {
  const t = useTranslations('organization.users');
  const head = [
    { label: t('name') },
    { label: t('roles') },
    { label: t('status') },
    { label: t('seen'), end: true },
    { label: t('created'), end: true },
  ];
  return (
    <ListTable label={t('title')} head={head}>
      {users.map((user) => (
        <tr key={user.id} className="hover:bg-hover">
          <ListCell first>
            <span className="block sm:max-w-72 truncate font-medium">{user.name}</span>
            <span className="block sm:max-w-72 truncate text-faint text-xs">
              {[user.email, user.jobTitle].filter(Boolean).join(' · ')}
            </span>
          </ListCell>
          <ListCell wrap className="min-w-64">
            <RoleChips roles={user.roles} />
          </ListCell>
          <ListCell>
            <Pill tone={user.status === 'active' ? 'good' : 'idle'}>{t(user.status)}</Pill>
          </ListCell>
          <ListCell end>
            {user.lastSeenAt ? (
              <Time value={user.lastSeenAt} />
            ) : (
              <span className="text-faint">{t('never')}</span>
            )}
          </ListCell>
          <ListCell end>
            <Time value={user.createdAt} />
          </ListCell>
        </tr>
      ))}
    </ListTable>
  );
}
