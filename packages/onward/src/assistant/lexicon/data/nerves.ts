/** Head, nerves, senses and consciousness. */
export const nerves = `
# symptom
headache = headache | head ache | {head} +3 {pain} | migraine | sore head | banging
  head | hedache | head is (pounding/splitting/banging/throbbing/killing) | splitting head |
  head pounding | headach | pounding in my head | headaches | head +2 (bursting/exploding) |
  head hurts | pressure in head
thunderclap = {headache} +8 {sudden} | worst headache | worst head pain | thunderclap | thunder
  clap | worst
  migraine | headache +5 (of my life/in seconds/ever had/like never before) | hit +3 back of
  head | {headache} +4 (never had one like/lightning bolt/lightning)
face-droop! = {face} +4 {droop} | cant smile | cannot smile | smile is (crooked/wonky/lopsided/
  uneven/gone) | face has dropped | droopy face | bells palsy | side of his face | side of her
  face | half my face | {face} +3 (numb/lopsided/wonky/weird on one side/weak) | dribbling +4
  (tea/drink/side) | smile properly | drooling from one side | lip +3 (drooping/dropped) | face
  (fell/fallen)
arm-weak = {arm} +4 {weak} | {hand} +4 {weak} | {leg} +4 {weak} | {foot} +4 {weak} | {limb} +3
  {weak} | one-sided weakness | (weak/numb/dead/weakness/numbness/tingling) +3 one side | cant
  move +3 side | (hand/arm) +3 (wont work/useless) | dropping +2 (cup/things/everything) | drops
  +3 (cup/things) | hold +3 (tea/cup/pen/fork) | dragging +2 (leg/foot) | paralysed | paralyzed
  | left leg and arm
limb-numb = {arm} +4 {numb} | {hand} +4 {numb} | {leg} +4 {numb} | {foot} +4 {numb} | {side-one}
  +4 {numb} | {face} +4 {numb} | numb all down | side +3 numb
legs-gone = (legs/leg) +4 (weak/gone/stopped working/wont work/giving way/gave way/paralysed/not
  working/
  cant move/numb/going weak/cant feel/collapsing) | cant walk | cannot walk | unable to walk |
  cant stand | cannot stand | cant get up | cant get out of bed | cant feel my legs | cant move
  my legs | both legs
speech-gone! = slur | slurred | slurring | slurry | gibberish | words +5 (wrong/jumbled/slurred/
  muddled/mixed) | speech +4 (funny/gone/slurred/weird/wrong/jumbled/strange/garbled/bad) | cant
  speak | cannot speak | cant find +3 words | cant get +3 words out | words wont come | talking
  (nonsense/rubbish/gibberish/funny) | not making sense | isnt making sense | doesnt make sense |
  making no sense | talking nonsense | mumbling | stopped speaking | no longer speaks | lost
  (his/her/my) speech | muddled words | garbled | not making any sense | talking rubbish | coming
  out wrong | speaking in riddles | incoherent | (sounds/speech/talking/talks) +4 drunk | not
  talking right
confused = confuse | confused | confusion | muddled | disoriented | disorientated | delirious |
  delirium | doesnt know where | doesnt know who | cant remember my | cant remember +2 (name/
  address/where/what) | doesnt recognise | doesnt recognize | out of it | not himself | not
  herself | away with the fairies | acting strange | acting weird | acting funny | spaced out |
  not with it | vacant | hallucinating | (hes/shes/started/keeps/been/mum/dad/nan) seeing things |
  seeing things that | not thinking straight | foggy and confused | rambling | agitated | acting
  drunk | forgot who | doesnt know us | talking to people who arent there | confuzed
drowsy = drowsy | very sleepy | really sleepy | sleepy | lethargic | hard to wake | difficult to
  wake | cant wake | wont wake | wont wake up | cant wake him properly | barely awake | wont stay
  awake | cant stay awake | keeps falling asleep | unrousable | not rousable | unarousable |
  listless | out for the count | nodding off | cant keep +2 eyes open | cant keep +2 awake |
  hardly awake | unresponsive | dozy | sleeping all the time | not waking for feeds | keeps
  drifting off | half asleep | groggy
unconscious! = unconscious | unresponsive | unresponsiv | passed out | knocked out | blacked out |
  not responding | isnt responding | wont respond | doesnt respond | cant wake (him/her/them/
  my/mum/dad/up/) | cannot wake | wont wake up | doesnt wake up | not waking up | wouldnt wake up
  | cant really wake | cold on the floor | collapsed | collapse | found (him/her/them) on the
  floor | lost consciousness | out >0 cold | spark out | no response | cant get +4 to answer |
  wont come round | not come round | hasnt come round | dropped down | will not wake | could not
  wake | cant be woken | fell unconscious | doesnt react | cant rouse | not rousable | unrousable
  | unarousable | lifeless | limp and unresponsive | keeled over | went all limp
fainted = faint | fainted | fainting | passed out | pass out | passing out |
  blacked out | black out | blackout | nearly passed out | light headed | lightheaded | keep
  passing out | collapsed | going to pass out | went faint | syncope | woozy | swooned | keeled
  over | blacking out | collapsing | on the verge of passing out
dizzy = dizzy | dizziness | giddy | vertigo | room spinning | spinning | head spinning | off
  balance | unsteady | wobbly | light headed | lightheaded | world is spinning
balance-gone = cant walk straight | falling to the (left/right/side) | falling to one side |
  leaning to one side | lost balance | cant balance | walking like drunk | staggering | no
  coordination | veering | unsteady on feet | lost coordination
vision-loss = (cant/cannot/couldnt) +2 see +6 (eye/eyes) | lost +3 (sight/vision) | sight +3
  (gone/went) | vision +3 (gone/went/black/lost/going) | cant see | cannot see | blind in | gone
  blind | went blind | curtain +6 (eye/vision/sight) | shadow +5 (vision/eye/sight) | curtain
  came down | loss of (vision/sight) | black spot in vision | everything went black in | sudden
  blindness | eye +3 (gone dark/went dark/black) | see out of | see properly | half of my vision
  | see nothing | missing part of my vision
vision-change = blurry | blurred | blurry vision | double vision | seeing double | flashing lights
  | flashes (of/in) | seeing flashes | floaters | halos | zigzag | seeing stars | spots before
  eyes | spots in front of eyes | vision +2 weird | vision +3 (blurred/double/funny/fuzzy/blurry)
  | sparkles | eyesight +3 (funny/blurry) | going blurry
light-hurts = light hurts | lights hurt | cant stand the light | photophobia | bright light +3
  hurts | sensitive to light | light +3 (hurts/killing) | cant bear light | cant bear the light |
  (curtains/blinds) +2 (shut/closed/drawn) | hates the light
stiff-neck = stiff neck | neck +3 stiff | neck +4 (hurts to bend/wont bend) | cant bend +2 neck
  | neck stiffness | cant put chin to chest | neck is rigid | cant touch chin | chin to chest
seizure = seizure | seizing | fit | fitting | having a fit | had a fit | convulsion
  | convulsing | convulse | febrile convulsion | jerking | jerking all over | eyes rolled | eyes
  rolling back | thrashing | epileptic fit | went stiff and shook | stiff and (shook/shaking) |
  shaking all over and | shaking and not responding | seizures | foaming at mouth | fits |
  twitching all over | tonic clonic | eyes rolled back | frothing at the mouth
seizure-long! = fit +5 (wont stop/not stopping/still going/more than 5 minutes/6 minutes/ten
  minutes/10 minutes) | {seizure} +6 (wont stop/not stopping/still going/one after another/back to
  back/again and again/still jerking/lasted/first ever/first/never happened before/three times/3
  today/still shaking/still fitting) | still not come round | (given/gave/used/had/after) +4
  (midazolam/rescue med/rescue meds) | hasnt come round
crawling-weakness = (weak/weakness/numb/numbness/tingling) +6 (creeping up/moving up/spreading
  up/climbing up/
  going up) | ascending weakness | tingling +3 feet | hold my head up
cauda-numb! = {saddle} +6 {numb} | numb +4 (bum/bottom/genitals/vagina/penis/down there/between
  my legs/privates) | cant feel +3 (wipe/myself wipe/bum/bottom/wee/poo) | saddle anaesthesia |
  saddle numbness | cant tell when i need (a wee/to wee/a poo/to go)
cant-wee! = cant wee | cannot wee | cant go for a wee | unable to wee | not able to wee | havent
  been able to wee | no wee | not weed | hasnt weed | havent weed | havent wee | hasnt wee | not
  passed urine | cant pass (urine/water) | not passing urine | cant empty bladder | no urine |
  retention | nothing comes out | hasnt been able to wee | catheter blocked | blocked catheter |
  not been for a wee | not wee
incontinent-new = lost control of +3 (bowels/bladder/bowel) | wet myself | wet himself | wet
  herself | soiled myself | incontinent | poo myself | messed myself | bladder +3 (accident/lost
  control) | cant hold +2 (wee/poo/bowels) | leaking wee without knowing | without knowing
memory = memory | forgetful | forgetting | repeats stories
tremor-jerks = jerky | tremor | twitching | jerks | rigid | shaking badly | muscles locking |
  jaw locked | jaw +3 (locked/locking/wont open/stuck) | lockjaw | cant open +2 mouth
pupil = pupil +5 (bigger/different/uneven/huge/blown/unequal) | pupils | one pupil
stroke-word = stroke | strok | tia | mini stroke | brain bleed | brain haemorrhage | bleed on
  the brain
named-danger = meningitis | sepsis | septic | septicaemia | ectopic | pre eclampsia | preeclampsia
  | pulmonary embolism | appendicitis | appendix +2 (burst/ruptured) | dka | cauda equina |
  placental abruption | placenta praevia | intussusception | toxic shock | aneurysm | heart attack
  | cardiac arrest | anaphylactic shock | eclampsia | addisonian crisis | torsion | blood clot on
  lung
`;
