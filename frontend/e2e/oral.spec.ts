import { addClause, clause } from './agreement'
import { accept, assign, expectState, followUp, holdSession, notify, openFile, steps } from './caseFile'
import { fileApplication, newPerson } from './filing'
import { answer, choose, press, turnOn, type } from './form'
import { expect, test } from './fixtures'

test.skip(() => test.info().project.name !== 'tablet', 'the oral story is walked once, on the tablet')

test('a quarrel settled by word of mouth is written down, once nobody wants paper', async ({ as }) => {
  test.setTimeout(120_000)
  const wife = newPerson('祝小娟', '1990-05-20', '女', '夫妻', '13900003333')
  const husband = newPerson('田有福', '1988-11-02', '男', '夫妻', '13900004444')

  const registrar = await as('REGISTRAR')
  const id = await fileApplication(registrar, {
    mode: '口头申请',
    applicant: wife,
    respondent: husband,
    group: '夫妻关系',
    category: '夫妻日常矛盾',
    summary: '双方因家务分担和与公婆相处的琐事反复争吵，申请人回娘家居住半个月。',
    claim: '请求调解，改善共同生活',
    marriage: '婚姻存续',
  })
  await openFile(registrar, id)
  await accept(registrar)

  const head = await as('STATION_HEAD')
  await openFile(head, id)
  await assign(head, '王和平', false)

  const page = await as('MEDIATOR')
  await openFile(page, id)
  await notify(page, wife.name)
  await notify(page, husband.name)
  await holdSession(page, [wife.name, husband.name], '达成协议（口头）')

  await steps(page).getByRole('link', { name: '登记口头协议' }).click()
  await expect(page.getByRole('heading', { level: 1, name: '登记口头协议' })).toBeVisible()
  const living = await addClause(page, '共同生活约定')
  await type(living, '约定内容', '双方共同承担家务，现住房屋归女方个人所有')
  await choose(page, '谁不要书面协议', wife.name)

  // One party wants paper: said before anything is sent.
  await press(page, '登记口头协议')
  await expect(page.getByRole('group', { name: '有 1 处需要修改' })).toBeFocused()
  await expect(page.getByRole('group', { name: '有 1 处需要修改' })).toContainText('每一方都不要书面协议')
  await expect(answer(page, '谁不要书面协议', husband.name)).not.toBeChecked()

  // Both decline it, but the law wants paper for what they promise: the server refuses, with the provision.
  await choose(page, '谁不要书面协议', husband.name)
  await press(page, '登记口头协议')
  const refused = page.getByRole('alert')
  await expect(refused).toContainText('依法须采用书面形式')
  await expect(refused).toContainText('《人民调解法》第28条')

  await type(clause(page, 1), '约定内容', '双方共同承担家务，遇事先商量，孝敬双方父母')
  await turnOn(page, '当场已经履行完毕')
  await press(page, '登记口头协议')
  await expect(page).toHaveURL(new RegExp(`/cases/${id}`))
  await openFile(page, id, 'agreement')
  await expectState(page, '协议生效')
  await expect(page.getByRole('tabpanel').getByText('人民调解口头协议登记表')).toBeVisible()
  await followUp(page, [wife.name, husband.name])
})
