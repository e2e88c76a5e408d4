/** Despair, harm, violence, psychosis, withdrawal and what people take. */
export const mind = `
# crisis
suicidal-word = suicidal | suicide | (suicidal/self harm) (thoughts/ideas/ideation) | self harming
suicidal! = kill myself | kill himself | kill herself | killing myself | end my life | end it
  all | ending it | end it | taking my own life | take my own life | take my life | take his own
  life | take her own life | want to die | wanna die | wish i was dead | wish i were dead |
  better off dead | better off without me | rather be dead | dont want to (live/be here/wake up/
  exist/be alive) | do not want to (live/be here/wake up) | not want to be here | dont wanna
  (live/be here/wake up) | dont want to be here any more | no point +3 (carrying on/living/going
  on/any more/being here/in living) | nothing to live for | no reason to live | not worth living
  | isnt worth living | isnt worth it | never wake up | not wake up | go to sleep and never |
  hang (myself/himself/herself) | hanging myself | jump off | jump in front | stepping in front
  of | jumping off | in front of a (train/bus/car/lorry/truck) | on the bridge | on the ledge |
  on the roof | written (letters/a note/goodbye) | goodbye letter | goodbye note | goodbye
  forever | said my goodbyes | pills lined up | tablets lined up | tablets saved up | saved up
  +3 (pills/tablets/meds) | plan to (die/end) | cant go on | cant carry on | cant do this any
  more | cant do this anymore | dont see a way out | no way out | wont be around | wont be
  needing it | wont be here | want it to end | want it all to stop | want everything to stop |
  life insurance pays | unalive | kms | ctb | disappear forever | had enough of life | had
  enough of living | tired of living | sick of living | dont deserve to live | everyone would be
  better off | dont want to live | thoughts of (dying/death/ending/suicide/killing) | thinking
  about (dying/death/ending) | put an end to | no future for me | ready to go be with | be with
  her in heaven | want to be dead | i should be dead | not wanting to be alive | dont want to
  carry on | hurting for attention | live any more | live anymore | given away my | feel like
  dying | hopeless | no hope | worthless | burden to
farewell = tell (my/the) (kids/children/family/mum/dad/wife/husband/parents/girls/boys) +3 love |
  tell (him/her/them) i love | going to do it (tonight/tomorrow/today/now/soon) | im going to do
  it | gonna do it | sorry for everything | tell (mum/dad/him/her/them/everyone/my) +2 sorry |
  dont (send/call/come) +3 (anyone/look for me) | forgive me for what | (tried/attempted) >1
  before | (phone/mobile) >2 (off/switched off/turned off) | (turned/switched) off >2
  (phone/mobile) | giving (away/everything away) | gave away +4 (everything/things/guitar/dog/
  cat) | look after (my/the) (kids/children/dog/cat/mum/dad) for me | made up my mind | made my
  peace | say goodbye | goodbye everyone | (never have to/if you are/youre/by the time you) >1
  (read this/reading this) | one last time | remember me | no one can help me | nobody can help me
  | final (message/text/note) | my funeral | (writing/wrote/written) my will | cant be fixed | at
  the (cliff/bridge/tracks/railway/station platform/multi storey) | wont have to worry about me |
  wont be a problem | found +3 note | thank you for everything | thanks for everything | last time
  you
self-harm! = self harm | selfharm | cutting myself | cut myself on purpose | cutting again |
  been cutting | cut my wrists | cut my wrist | hurting myself | hurt myself | harm myself |
  harming (myself/himself/herself) | slit my | burning myself | hurt herself | hurt himself |
  cuts herself | cuts himself | cut up my (arm/arms/legs)
lethal-question! = how many +5 (pills/tablets/paracetamol/ibuprofen) +6 (kill/die/not wake up/
  fatal/overdose/lethal/end) | what dose +4 (kill/fatal/lethal) | painless way | quickest way to
  die | easiest way to die | fatal dose | lethal dose | ways to die | would it take to not wake
harm-others! = hurt (the/my) baby | hurt (my/the) (baby/wife/husband/kids/children/mum) | hurt
  someone | (to/gonna/might/will/could/id/should) kill (him/her/them/someone/people/my) | drowning
  the baby | harm (the/my) baby | might hurt (my/the/him/her) | voices telling | voices +4
  (tell/telling/hurt/kill/say/saying) | hurt other people | shaking the baby | shake the baby |
  smother | (thoughts/thinking) +4 (hurting/harming/drowning) | going to hurt
  (him/her/them/someone/my/the) | stab (him/her/them/my/someone/people/the) | scared i might hurt
psychosis = hearing voices | (hear/heard/hears) >0 voices | the voices | voices >0 (in my/in
  his/in her/telling/tell/keep/saying) | paranoid | psychotic | psychosis | manic | mania | is
  evil | (tv/radio/walls/telly) +2 talking to | the tv is | thinks he is god | the messiah |
  voices want | thinks she is god | saying he is god | says she is god | is god | possessed | the
  devil | government +4 (watching/teeth/spying/ after/listening) | people are following |
  following me | chip in | delusions | delusional | seeing demons | poisoning (him/her/me/us) |
  someone is controlling | cameras in | aliens | spying on | out to get | messages from (god/the
  tv/the radio/the dead/space)
low-mood = low | depressed | depression | sad | down | anxious | anxiety | stressed | panic
  attack | panic attacks | crying | tearful | bereavement | grief | lonely | cant cope | mood |
  not coping | overwhelmed
eating-disorder = anorexia | anorexic | bulimia | hasnt eaten for | not eaten for | not eating
  for | eating disorder | starving (myself/herself/himself) | bmi
abuse! = strangled | strangle | choked me | throttled | hits me | hit me | beats me | beat me up |
  beating me | punched me | kicked me | pushed me | hitting me | slaps me | slapped me | raped |
  rape | sexually assaulted | sexual assault | touches me | touched me | touching me | molested |
  abused | abuse | abusing | abusive | afraid of (him/her/my husband/my partner/my boyfriend/my
  ex/my dad/my stepdad/my wife) | scared of (my
  (husband/boyfriend/partner/ex/dad/girlfriend/wife/stepdad)/him/her) | terrified of (him/her) |
  scared to go home | not safe at home | dont feel safe | (im/i am/shes/hes/feel/were) not safe |
  not safe (here/with/in my) | he will kill me | kill me if | threatened to | wont let me leave |
  locked me | domestic violence | violent | attacked me | hurts me | hurting me on purpose |
  (he/she/partner/husband/dad/mum/boyfriend/stepdad/carer) +2 hurting me | bruises on (my
  mum/her/him/my dad/my child/my daughter/ my son) | hands round my throat | hands around my neck
  | holding me (down/here/against/hostage/prisoner) | forced me | forced himself | assaulted |
  trafficked | my ex is here | has a knife | with a knife | got a knife | has a gun | with a gun |
  weapon | no one has fed | nobody has fed | hasnt fed | no food in | left alone for | neglected |
  neglect | groomed | made me do things | carer +6 (bruises/rough/ hits/shouts) | hit
  (her/him/mum/dad/my mum) | dont tell my | hes outside | outside the door | stalking me |
  controls (me/my money/who i/everything i/what i) | fgm | forced marriage | honour
  (killing/based/violence)
# exposure
overdose! = overdose | patches +3 (three/four/five/extra) | overdosed |
  (has/have/had/think/might/tried/going) >3 od | (has/hes/shes/had) odd | oded | odd on | took too
  (many/much) | taken too (many/ much) | too many (pills/tablets) | too much +3
  (medicine/medication/paracetamol/insulin/ morphine/oxy/tablets/calpol) |
  (took/taken/given/gave/had) +4 (double dose/two doses/extra dose/wrong dose/dose twice) | twice
  by mistake | doubled up on | (took/taken/swallowed/had/ate/necked/downed/eaten/drank) +5 (whole
  packet/whole bottle/whole box/whole strip/whole pack/all the packet/whole weeks/whole lot/all of
  my/all my/bottle of pills/packet of/pack of/packets of) | (took/taken/swallowed/necked/downed)
  +5 (handful/ fistful/bunch of/lots of them/loads of them) |
  (took/taken/swallowed/had/ate/necked/downed/eaten) +4 (lots of/loads of/bunch of/all the/all
  her/all his/handful of/fistful of) >2 (pills/tablets/meds/
  medication/medicine/paracetamol/capsules/gummies/vitamins) | handful of +4 (pills/tablets/my) |
  whole (bottle/packet/box) +3 (pills/tablets/gummies/ of) | all my
  (tablets/pills/antidepressants/meds/medication/insulin/medicine) | lots of them | all the packet
  | way too much | mixed up +3 (meds/tablets/pills/medicines) | instead of 0 | ten times +3 dose |
  10 times +3 dose | insulin +4 (twice/double/wrong/too much)
count-taken! = (taken/took/swallowed/had/ate/popped/necked/downed/take) +2 (9/10/11/12/13/14/15/
  16/18/20/24/25/28/30/32/35/40/45/48/50/56/60/64/70/80/90/100/ten/twelve/fifteen/twenty/thirty/
  forty/fifty/sixty) +3 (pills/tablets/paracetamol/ibuprofen/aspirin/codeine/sertraline/
  amitriptyline/zopiclone/tramadol/pill/tabs/meds/of my/of them/caplets/capsules/citalopram/
  propranolol/diazepam/xanax/units)
swallowed-danger! = (drank/drunk/swallowed/ate/ingested/eaten/swallow/drinking/eats/licked/sip) +5
  (bleach/antifreeze/weed killer/weedkiller/detergent/dishwasher tablet/laundry pod/pod/
  cleaner/acid/petrol/white spirit/battery/batteries/magnet/magnets/poison/rat poison/slug
  pellets/mushroom/mushrooms/berries/paint/caustic/lamp oil/hand sanitiser/nail varnish remover/
  glue/toilet cleaner/turps/paraffin/bug spray/pesticide/ammonia/foxglove) | button battery |
  swallowed a +3 (coin/nail/pin/screw/blade/glass) | poisoned | alcohol poisoning | iron gummies |
  drain cleaner | inhaled +3 (fumes/chlorine/gas/something/bead/peanut) | inhaled something
got-into = (got into/been at/been in/got hold of/found/ate/swallowed/chewed/taken/eaten/eating) +4
  (pills/ tablets/medicine/medication/meds/vitamins/gummies/edible/edibles/heart tablets/cannabis/
  patches/vape/nicotine) | (pills/tablets/gummies/meds) +4 missing | missing +3
  (pills/tablets/gummies/meds)
opioid-signs = (oxy/heroin/fentanyl/methadone/morphine/opioid/needle/opiates) +8 (unresponsive/
  slow/cant wake/blue/drowsy/not waking/found/breathing/sleepy) | breathing really slow |
  breathing slow | needle next to | gurgling
withdrawal = (stopped/quit/given up/cut out/came off/coming off/come off/cold turkey/last) +4
  (drinking/alcohol/drink/booze/benzos/diazepam/xanax/vodka/valium/beer/gabapentin/pregabalin/
  oxycodone) | cold turkey | withdrawal | withdrawals | detox | alcoholic | dts | the shakes
hallucinating = hallucinate | hallucinating | (hes/shes/started/keeps/been/mum/dad/nan) seeing
  things | seeing things that | seeing +4 (crawling/bugs/spiders/ walls) | hearing things |
  crawling on the walls | bugs crawling
drugs = cocaine | mdma | ecstasy | ketamine | meth | heroin | fentanyl | edible | edibles | lsd
  | ghb
choking! = choke | choking | choked | stuck in (his/her/my/the) throat | stuck in throat |
  something stuck | (steak/meat/food/bone/sweet/grape/chicken/pill/tablet/bread/apple) +6 stuck |
  went down the wrong way | cant properly cry | heimlich | cant cough | food stuck | stuck +3
  throat
`;
