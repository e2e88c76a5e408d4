/** Heart, chest and breath. */
export const chest = `
# symptom
chest-pain = {chest} +5 {pain} | {chest} +5 {crushing} | {heart} +2 (pain/hurting/
  hurt/aches) | angina | heart attack pain | chest pains | pain when i (breathe in/take a deep
  breath) | pleurisy | {chest} +3 (burning/heaviness/odd/funny/weird/stabbing/sharp) | chest
  discomfort | chest infarct | {chest} +3 (killing/bad) | crushing feeling | chest is tight |
  feels like indigestion but
chest-crushing = {chest} +6 {crushing} | elephant on my chest | sitting on my chest | crushing
  +3 {pain} | elephant +4 {chest}
chest-benign = {chest} +8 (when i press on it/when i touch it/only when i press/only when i touch/
  when pressed/from coughing/after push ups/when i push on it/if i press)
tearing-pain = {tearing} +4 {back} | {tearing} +4 {chest} | {tearing} +3 {pain} | {pain} +6
  between shoulder blades
radiates = {pain} +6 (down/into/to/up) +3 {arm} | down +3 (arm/arms) | into +3 (jaw/shoulder/
  neck/back) | to +2 (jaw/left arm) | up +3 jaw | (spreads/spreading/radiates/radiating/shoots/
  goes/going/moves) +4 {arm} | (spreads/spreading/radiates/radiating/shoots/goes/going/moves) +4
  {jaw} | {arm} +3 (heavy/tingly/aching/dead/ache/hurts/numb) | {jaw} +3 {pain} | left arm |
  both arms
palpitations = palpitation | heart +3 (racing/pounding/fluttering/flutter/hammering/jumping/
  thumping/
  skipping/beating fast/irregular/all over the place/going crazy/flip flopping/slow/galloping/
  bouncing) | fast heart rate | tachycardia | pulse +3 (racing/fast/irregular/weak/slow) |
  racing heart | svt | slow heart | missed beats | fast heartbeat
breathless = breathless | breathlessness | short of breath | shortness of breath | puffed out | so
  puffed | out of breath | out of puff | (am/im/hes/shes/still/really/is) puffing | panting |
  (got/get/feel/so) winded | laboured breathing | labored breathing | breathing +2
  (hard/heavy/fast/bad/difficult/quick/funny/noisy/shallow/ worse/tough/laboured) | sob |
  (difficulty/trouble/trouble with/hard/struggle/struggling/ problem/problems/fighting/fight) +2
  (breathing/breathe/breath) | breathing +3 (difficulty/ trouble/problems) | dyspnoea | dyspnea |
  wheezy | catch +3 breath | get +2 breath | breathing is getting hard | gulping air | air hunger
  | puffy breath | breathe properly | cant get enough air | chest is heaving | not enough air | no
  breathe | rapid breathing | breaths a minute | hyperventilating | out of wind | breathe easy |
  cant get air in
wheeze = wheeze | wheezing | whistling | whistle when | wheezes
breath-tiring = (getting/got/very/so) tired +4 {breathless} | tired out | too tired to
  (breathe/cough/talk) | silent chest | (gone/going) (quiet/silent) | silent now
cough = cough | coughing | hacking | phlegm | chesty | barking cough
croup-sound = stridor | high pitched noise | noise when he breathes in | noise when she breathes
  in | barking cough | seal +3 cough | crowing | noisy breathing in | squeaking when breathing
cant-breathe! = cant breathe | cannot breathe | can not breathe | cant breath | could not
  breathe | couldnt breathe | unable to breathe | not able to breathe | cant catch (my/his/her/
  their/) breath | cant get (my/his/her/any/) breath | cannot get (my/his/her/) breath | no
  breath | no breathe | struggling to breathe | struggling for (breath/air) | fighting for
  (breath/air) | gasping | gasp for air | suffocating | cant get (air/any air/enough air) |
  breathing stopped | cant speak for breathlessness | cant finish a sentence | (cant/can only)
  +3 (say/speak/talk) +4 (words/word/sentence/sentences) | hardly breathe | barely breathe |
  hardly breathing | barely breathing | can hardly breathe | fighting to breathe | battling to
  breathe | cant breathe properly | trouble getting air | air hunger | breathless at rest |
  breathless sitting | puffed just sitting | out of breath sitting | too breathless to (talk/
  speak/walk/eat/sleep) | cant lie flat | sleep sitting up | drowning in (my/) lungs | struggle
  to breathe | fights for breath | cant talk | unable to talk | cannot talk
not-breathing! = not breathing | isnt breathing | stopped breathing | no pulse | isnt breathin |
  stops breathing | stop breathing | doesnt breathe | quit breathing | no heartbeat | heart
  stopped | cardiac arrest | long gaps between breaths | pauses in breathing | gurgling sounds |
  agonal | forgets to breathe | stopped breathin
cyanosis = {lips} +4 {blue} | {tongue} +3 {blue} | {face} +3 (blue/purple) | gone blue | turning
  blue | turned blue | went blue | going blue | blue around the mouth | fingertips +2 blue | grey
  lips | nails blue | lips +3 (grey/gray) | fingernails +2 blue |
  (going/gone/went/turned/turning/goes/looks) >3 blue
ribs-sucking = (sucking/sucking in/pulling in/drawing in/tugging) +4 (ribs/chest/tummy/neck/
  throat) | grunting | nostrils flaring | nose flaring | head bobbing | recession | ribs +3
  (sucking/showing/sinking) | belly breathing | using tummy to breathe | see his ribs | see her
  ribs
coughing-blood = (cough/coughing/coughed/coughs/hacking/bringing up) +8 blood |
  haemoptysis | hemoptysis | blood +3 (phlegm/sputum/spit/mucus) | pink frothy | pink froth |
  frothy pink | frothy stuff
inhaler-failing = (inhaler/puffer/ventolin/salbutamol/blue pump/nebuliser/nebulizer/reliever) +6
  (not working/doing nothing/isnt working/not helping/isnt helping/no good/not touching/wont
  help/
  not doing anything/doesnt help/empty/ten puffs/10 puffs/no effect/no relief) | ten puffs | 10
  puffs
spray-failing = (spray/gtn/nitro/nitroglycerin/angina) +8 (not working/isnt going/isnt helping/
  not helping/3 times/three times/not shifting/wont go/still there/no relief)
sweating = sweat | sweating | sweaty | clammy | sweats | cold sweat | dripping with sweat |
  drenched | sweating buckets | pouring with sweat | soaked in sweat | diaphoretic
sick-feeling = nausea | nauseous | queasy | feel sick | feeling sick | felt sick |
  sick feeling | nauseated | about to throw up | going to be sick | and sick | so sick
doom = impending doom | going to die | im dying | think im dying | something terrible | feel
  like dying | feel like im dying | gonna die | about to die | feel like death | sense of doom |
  think i am dying | he is dying | she is dying | hes dying | shes dying | dying here
shocking-device = (pacemaker/icd/defibrillator/defib/implanted device) +4 (shocking/shocked/shocks/
  fired/firing/going off/went off/zapped/zapping)
heart-attack = heart attack | cardiac | having a coronary | myocardial infarction | mi symptoms
aortic-word = aortic (dissection/aneurysm) | aneurysm | triple a
`;
