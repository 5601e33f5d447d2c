import type { Translation } from '../index'
import type { zhCN } from '../zh-CN/rights'

export const en: Translation<typeof zhCN> = {
  title: 'Rights and duties',
  intro:
    'Read every line aloud; say it again in other words where it is not understood. The printed notice is the full text.',
  nature: {
    heading: 'What this is',
    free: 'Mediation costs nothing. If anybody asks you for money or gifts for it, refuse, and complain.',
    voluntary: 'Mediation is voluntary. The committee is not a court; it decides nothing for you and forces nobody.',
    limitation: 'The limitation period starts anew from the day you came to us: mediation costs you no time in court.',
  },
  rights: {
    heading: 'Your rights (People’s Mediation Law, art. 23)',
    mediator: 'You may choose the mediator, or accept the one we name.',
    end: 'You may accept or refuse mediation, and end it at any time.',
    openness: 'You may ask for an open or a closed session.',
    will: 'What you say and agree to is your own decision; not agreeing has no bad consequence.',
  },
  duties: {
    heading: 'Your duties (art. 24)',
    truth: 'Tell what happened truthfully.',
    order: 'Keep order in the session and respect the mediator.',
    respect: 'Respect the other side and its rights.',
  },
  practice: {
    heading: 'Recusal, secrecy, safety',
    recusal:
      'If a mediator is close to a party, has an interest, or seems partial to you, say why and ask for another.',
    secrecy: 'We keep your private matters. Relatives, neighbours or experts come only if every party agrees.',
    safety:
      'In danger, call the police first (110). Victims of violence may ask the court for a protection order; where harm threatens we report to the police as the law demands.',
    language: 'You may use your own language or dialect; interpreting is free too.',
  },
  effect: {
    heading: 'After an agreement, or without one',
    binding:
      'An agreement takes effect when every party has signed or put a fingerprint, the mediator has signed and the committee has put its seal. It binds you and must be kept.',
    confirmation:
      'Within 30 days from then both sides may together ask the court to confirm it; once confirmed it can be enforced.',
    court: 'You may sue at any time; mediation is not a condition. Arbitration and administrative ways stay open too.',
  },
}
