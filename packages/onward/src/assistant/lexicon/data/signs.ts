/** Smaller signs that only count beside something else. */
export const signs = `
# sign
long-minutes = (20/25/30/40/45/50/60/90) minutes | half an hour | an hour | hours | all
  (morning/day/night) | since this morning | for ages | wont stop
infection-sign = {infected} | wound | catheter | off legs | smelly wee
twice = twice | two times | again and again | three times | several times | keeps happening
long-day = since (yesterday/last night/this morning/morning) | all day | for (12/24/10/8/14/16/
  18/20) hours | at all
exposure-eye =
  (cleaner/bleach/acid/chemical/metal/glass/grinding/welding/cement/lime/plaster/bleach/superglue/
  unblocker/detergent/peroxide/thinner/pepper spray/chlorine/ammonia) | drain cleaner
pen-used = used +3 (epipen/epi pen/jext/adrenaline) | given +3 (epipen/adrenaline) | epipen +3
  (used/given/done) | gave +3 epipen
cant-open = cant open | wont open | barely open | open +2 mouth
bleeding-now = bleeding | bleed | haemorrhage | bright red blood | blood +4 (coming/pouring/
  loss/lots/everywhere/some) | losing blood | some blood | passing blood | clots | blood (in/on/
  from/when/coming/everywhere/after/this/loss/and/stained) | (so much/lots of/loads of/bit of/
  spots of/streaks of/fresh/bright red/with/see/saw/seeing/had) blood
heavy-amount = lots of | loads | a lot | heavy | heavily | bright red | cup | cupful | mug |
  clots | so much | everywhere | filled
breath-smell = pear drops | fruity breath | breath smells | acetone | breathing deep | breathing
  deeply
cant-stand = cant (stand/straighten/walk/move/put weight) | cannot (stand/walk) | unable to
  (stand/walk)
alarm-sounding = alarm +4 (going off/sounding/beeping/beeped/went off/keeps) | smell of gas |
  all of us | whole family | everyone in the house
skin-hot = skin +3 (hot/burning) | stopped sweating | boiling hot | so hot to touch
red-limp = limp | lifeless | floppy | red faced
slow-any = slow | slowly | slowed | shallow
drowned = drowned | nearly drowned | drowning in | under the water | pulled out of the (pool/
  water/bath/river) | face down in
deformed = bent the wrong way | (facing/pointing) >2 wrong way | (funny/weird/odd/strange) angle |
  turned out | leg looks shorter | shorter | deformed | wrong angle | wonky | bent | dislocated |
  out of place
bone-out = bone sticking out | bone +3 (out/through) | through the skin
injured = injured | injury | accident | fall | fell | broke | broken | crash
shoulder-tip = shoulder tip | tip of +2 shoulder | {shoulder} +4 {pain}
long-lasting = wont (go/shift/go away/ease/clear) | for (days/hours) | all day | cant shift |
  not shifting | not going | keeps coming | paracetamol +4 (not/nothing/isnt/doesnt) | constant
  | constantly | awful | really bad
bump = bump | womb | belly | baby moving | kicks
green-fluid = green | brown | meconium
sport-blow = tackle | tackled | scrum | clash of heads | elbowed | headbutt | headbutted | kicked
  in | sparring | boxing | rugby | crash | bang to
hit = hit | punched | kicked (me/in/my/her/by) | pushed | fell | car accident
smell = smell | smells | smelly | stink | stinks
weapon = knife | gun | weapon | machete | blade | bat
long-sleepless = not slept | hasnt slept | no sleep | awake for | not sleeping at all | hasnt been
  to bed
danger-driving = driving at | driving too fast | spending all | running into traffic | naked |
  walking in the road
several-days = (3/4/5/6/7/8/9/10/five/four/six/seven/eight/nine/ten/three) days | a week | weeks
wrong-medicine = wrong +3 (tablets/pills/medicine/dose/medication/prescription/injection) |
  wrong pills | double dose
swollen-belly = {tummy} +4 {swell}
all-over = all over | whole body | everywhere
`;
