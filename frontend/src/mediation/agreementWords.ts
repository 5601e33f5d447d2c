import type { Agreement, CaseFile, OralAgreement, PaperSummary } from '@/api/schema'
import type { AgreementWords } from './AgreementText.vue'
import { signing } from './steps/people'
import { useWords } from './words'

const roles: Record<string, string> = {
  APPLICANT: '申请人',
  RESPONDENT: '被申请人',
  THIRD_PARTY: '第三人',
  CHILD: '子女',
}

/** From the sheet of an agreement to the text that is read and signed. */
export function useAgreementWords() {
  const { word } = useWords()

  return (content: Agreement | OralAgreement, file: CaseFile, paper?: PaperSummary): AgreementWords => ({
    title: 'reachedOn' in content ? '人民调解口头协议登记表' : '人民调解协议书',
    number: paper?.number,
    parties: signing(file).map((party) => ({
      role: roles[party.role] ?? word('PartyRole', party.role),
      name: party.name,
    })),
    facts: content.facts,
    issues: content.issues,
    responsibility: 'responsibility' in content ? content.responsibility : undefined,
    clauses: content.clauses,
    method: content.method,
    place: content.place,
    term: content.term,
    copies: 'copies' in content ? content.copies : undefined,
    datedOn: 'reachedOn' in content ? content.reachedOn : content.datedOn,
  })
}
