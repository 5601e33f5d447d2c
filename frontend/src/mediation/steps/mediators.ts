import { useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { api, read } from '@/api/client'
import { desk as m } from '@/i18n/desk'
import { can } from '@/session/can'
import type { Option } from '@/ui/field'
import { today } from './people'

/**
 * Who may mediate: the mediators of the office, those of the file's own station first, each with her appointment;
 * without a valid one she cannot be chosen.
 */
export function useMediators(station: string) {
  const people = useQuery({
    queryKey: ['colleagues', 'MEDIATOR'],
    queryFn: ({ signal }) => read(api.GET('/api/v1/colleagues', { params: { query: { role: 'MEDIATOR' } }, signal })),
    staleTime: 600_000,
  })
  const appointments = useQuery({
    queryKey: ['appointments'],
    queryFn: ({ signal }) => read(api.GET('/api/v1/mediation/appointments', { signal })),
    staleTime: 60_000,
    enabled: computed(() => can('mediation.appointment.read')),
  })

  const choices = computed<Option[]>(() =>
    [...(people.data.value?.value.items ?? [])]
      .sort((a, b) => Number(b.orgId === station) - Number(a.orgId === station))
      .map((one) => ({ value: one.id, label: one.name, ...standing(one.id, one.orgName) })),
  )

  function standing(id: string, org: string): Pick<Option, 'hint' | 'disabled'> {
    const known = appointments.data.value?.value.items
    if (!known) return { hint: org }
    const now = today()
    const valid = known.filter((one) => one.accountId === id && one.validFrom <= now && one.validUntil >= now)
    const good = valid.find((one) => !one.suspended)
    if (good) return { hint: `${org} · ${m.assign.appointedUntil(good.validUntil)}` }
    return { hint: `${org} · ${valid.length > 0 ? m.assign.suspended : m.assign.notAppointed}`, disabled: true }
  }

  return { choices, loading: people.isPending, error: people.error, retry: () => void people.refetch() }
}
