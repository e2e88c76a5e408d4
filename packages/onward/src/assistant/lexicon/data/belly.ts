/** Belly, bowels, blood, sugar and water. */
export const belly = `
# symptom
belly-pain = {tummy} +4 {pain} | {side} +4 {pain} | tummy ache | bellyache |
  stomach cramps | colic | low down +3 {pain} | {pain} +4 low | {pain} +3 under (ribs/my ribs) |
  period pain | period type cramps | tummy pains | stomachache | {tummy} +4 {crushing} | gut
  ache | appendicitis | epigastric | pelvic pain | pain in my right (side/lower) | heartburn |
  indigestion
belly-severe = {tummy} +7 {severe} | {belly-pain} +5 {severe} | {belly-pain} +5 {sudden} | acute
  abdomen | (tummy/stomach/belly/abdomen) +5 (killing/agony) | curled up in a ball | on the
  floor +4 {pain}
belly-rigid = {tummy} +5 (hard/rigid/rock hard/solid/like a drum/like a board/board/tight like a
  drum) | hard as a board | swollen like a drum | rock hard | {tummy} +4 (distended/swollen)
pulsing-belly = (pulse/pulsing/pulsating/beating/throbbing) +4 {tummy} | {pain} +4 back +6
  {tummy} | ripping +4 (back/belly)
pain-moved = started +6 (belly button/middle) +8 (right/lower/low) | moved to +4 (right/lower) |
  low right side | right lower | lower right | right iliac fossa | bottom right
vomiting = vomit | vomiting | throwing up | threw up | throw up | being sick | been sick | was
  sick | puking | puke | chucking up | spewing | sick +3 times | bringing everything up | keeps
  being sick | barfing | retching | heaving | hurling | sick all (day/night) | bug | food
  poisoning | projectile | throws up | were sick | sick everywhere | bringing up
  (brown/green/food/bile/stuff/everything) | upchucking | keep being sick | has been sick | sick
  once
cant-keep-down = (cant/cannot/not/wont/unable to) >2 keep >5 down | vomiting everything |
  nothing stays down | throwing everything up | bringing everything up | wont stay down | cant
  hold anything down | keep water down | throwing up all day | vomiting all day | cant stop
  (being sick/vomiting/throwing up) | cant stop vomiting
green-vomit = (vomit/throwing up/sick/puking) +4 (green/bile/yellow green) | bilious | poo
  smelling | faeculent | green stuff
vomit-blood! = (vomit/throwing up/threw up/puke/puking/sick/spewing/bringing up/vomiting) +6
  (blood/coffee grounds/bloody) | coffee grounds | coffee ground | haematemesis | blood +4 vomit
  | blood in sick
diarrhoea = diarrhoea | the runs | runny (poo/tummy/bum/stool) | loose (stool/
  stools/poo/motions) | watery (poo/stool/stools) | squits | the trots | upset stomach | upset
  tummy | bowels +3 loose | shits | loose and watery | opening bowels
constipated = constipated | constipation | not been for a poo | havent had a poo | cant poo | no
  bowel movement | blocked up
no-wind = not passed (wind/gas/stool) | no wind | cant (fart/pass wind/pass gas) | cant pass wind
black-stool! = (poo/stool/stools/motion/bowel movement/poos) +4 (black/tarry/tar/like tar) |
  black tar | melaena | melena | tarry | black poo | black and sticky
rectal-blood = blood +5 (back passage/bottom/bum/stool/poo/rectum/toilet/arse/stools/bowel
  movement) | (bleeding/bleed) +4 (back passage/bottom/bum/rectum/anus) | bloody (stool/poo/
  diarrhoea) | red jelly | passing blood | redcurrant | pooing blood | blood when i poo | blood
  coming out my back passage
blood-urine = blood +4 (wee/urine) | weeing blood | red wee | pink urine | blood in the wee
bleeding-word = bleed | bleeding | blood | haemorrhage | bled | bloody
bleeding-heavy! = (bleeding/bleed/blood/bled) +5 (wont stop/not stopping/heavy/heavily/pouring/
  gushing/a lot/lots/loads/everywhere/through/spurting/clots/buckets/hasnt stopped/cant stop/
  doesnt stop/soaking/soaked/pumping/spraying/flooding/still/nonstop/pool/pools/tons) |
  (soaked/soaking) +5 (pad/pads/towel/towels/sheets/dressing/bandage/tissue) | spurting | gushing
  | haemorrhaging | bleeding out | wont stop bleeding | bleeding for >2
  (10/15/20/25/30/40/45/60/ages/hour/hours) | clots the size | passing clots | huge clots | losing
  a lot of blood | blood soaking | (bleeding/blood) >2 fast | bleeding hard | wont clot | clots as
  big | flooding | bright
  red bleeding
nosebleed = nosebleed | nose bleed | {nose} +3 (bleed/bleeding/blood) | bloody nose
thirst = thirsty | always thirsty | drinking loads | cant stop drinking | thirst |
  unquenchable | drinking gallons | drinks and drinks | drinking like a fish | cant get enough
  water | cant quench | mouth like a desert
wee-much = weeing loads | weeing all the time | constantly weeing | weeing constantly | peeing
  loads | peeing all the time | weeing gallons | loads of wee | lots of wee | soaking nappies all
  day | wees and wees
sugar-word = sugar | sugars | glucose | blood sugar | bg | bgl | bm | cbg | ketones | ketone |
  libre | dexcom | cgm | glucometer
sugar-low = sugar +3 (low/dropping/crashing/very low) | hypo | hypoglycaemia | hypoglycemia |
  low sugar | going low | says lo | reads lo | low blood sugar | sugar crash | having a hypo
sugar-high = sugar +3 (high/sky high/very high/through the roof) | says hi | just says hi |
  reads hi | meter +4 hi | (high/big/large) ketones | dka | ketoacidosis | hyper | pear drops |
  fruity breath | breath smells +4 (pear drops/fruity/acetone/nail varnish/sweet) | ketones
weight-loss = lost weight | losing weight | weight loss | dropped +3 (stone/pounds/kilos)
yellow = jaundice | jaundiced | yellow +3 (skin/eyes) | eyes +3 yellow | skin +3 yellow | gone
  yellow
hernia-stuck = hernia +6 (hard/purple/wont go back/painful/red/stuck/black) | hernia +8 {pain}
not-eating = (not/isnt/wont/wouldnt/cant/refusing/off/hasnt/stopped/hardly/barely) >2 (eat/
  eating/feed/feeding/drink/drinking/food/feeds/milk/fluids/eaten/bottle/latch/suck/sucking) |
  no appetite | off (his/her/my) food | off feeds | refusing (feeds/milk/bottle/water) | wont
  take bottle
testicle-pain = {testicle} +8 {pain} | {testicle} +6 (swollen/twisted/high up/red/twist/lump/
  huge/swelling/hard) | nut is killing | testicular (pain/torsion) | torsion | kicked in the
  balls | {genitals} +4 (swollen/purple/stuck)
priapism = erection +6 (hours/wont go/painful) | priapism | hard on +6 hours
blocked-bowel = bowel (obstruction/blockage) | twisted bowel
# course
long-standing = for (weeks/months/years) | been there for (weeks/months/years) | going on
  (months/years) | (two/2/3/three/4/six/several/few) (weeks/months/years) | since last year | as
  usual | like every month | same as every month | usual for me | every spring | same as always
`;
